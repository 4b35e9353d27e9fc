package routing

func Tune(pow int, turn, alike float64) { tunePow, shareTurn, shareAlike = pow, turn, alike }
func TuneL(b, g float64)                 { tuneBonus, towardGroups = b, g }

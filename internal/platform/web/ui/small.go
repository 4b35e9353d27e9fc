package ui

func (s Search) field() string {
	if s.Name != "" {
		return s.Name
	}
	return "q"
}

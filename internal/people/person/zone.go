package person

import "time"

// Zones are the time zones offered to choose from. A person may have another one
// that their browser named.
var Zones = []string{
	"Africa/Abidjan", "Africa/Accra", "Africa/Addis_Ababa", "Africa/Algiers", "Africa/Bamako", "Africa/Banjul",
	"Africa/Bissau", "Africa/Cairo", "Africa/Casablanca", "Africa/Conakry", "Africa/Dakar", "Africa/Dar_es_Salaam",
	"Africa/Douala", "Africa/Freetown", "Africa/Johannesburg", "Africa/Kampala", "Africa/Kigali", "Africa/Kinshasa",
	"Africa/Lagos", "Africa/Libreville", "Africa/Lome", "Africa/Luanda", "Africa/Lusaka", "Africa/Maputo",
	"Africa/Monrovia", "Africa/Nairobi", "Africa/Niamey", "Africa/Nouakchott", "Africa/Ouagadougou",
	"Africa/Porto-Novo", "Africa/Tripoli", "Africa/Tunis", "Africa/Windhoek",
	"America/Argentina/Buenos_Aires", "America/Bogota", "America/Chicago", "America/Denver", "America/Edmonton",
	"America/Guatemala", "America/Halifax", "America/Iqaluit", "America/Lima", "America/Los_Angeles",
	"America/Mexico_City", "America/New_York", "America/Port-au-Prince", "America/Regina", "America/Santiago",
	"America/Sao_Paulo", "America/St_Johns", "America/Toronto", "America/Vancouver", "America/Whitehorse",
	"America/Winnipeg", "America/Yellowknife",
	"Asia/Bangkok", "Asia/Beirut", "Asia/Dhaka", "Asia/Dubai", "Asia/Ho_Chi_Minh", "Asia/Jakarta", "Asia/Karachi",
	"Asia/Kathmandu", "Asia/Kolkata", "Asia/Manila", "Asia/Phnom_Penh", "Asia/Riyadh", "Asia/Seoul",
	"Asia/Shanghai", "Asia/Singapore", "Asia/Tokyo", "Atlantic/Cape_Verde", "Australia/Sydney",
	"Europe/Berlin", "Europe/Brussels", "Europe/Istanbul", "Europe/Lisbon", "Europe/London", "Europe/Madrid",
	"Europe/Paris", "Europe/Rome", "Europe/Zurich",
	"Indian/Antananarivo", "Indian/Mauritius", "Pacific/Auckland", "Pacific/Noumea", "UTC",
}

// ZoneKnown reports whether zone can be loaded. The empty zone is UTC.
func ZoneKnown(zone string) bool {
	if zone == "Local" || len(zone) > 64 {
		return false
	}
	_, err := time.LoadLocation(zone)
	return err == nil
}

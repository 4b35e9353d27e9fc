package ui

func entryOfMeeting(m Meeting) Entry {
	return Entry{
		Title: m.Title, Href: m.Href, Lang: m.Lang, When: m.When, Kind: m.Kind, By: m.Where,
		Text: m.Text, State: m.State, Label: m.Label, Evidence: m.Evidence,
	}
}

package breakout

import (
	"maps"
	"slices"

	"penc/internal/ground/lang"
	"penc/internal/ground/ref"
	"penc/internal/ground/when"
	"penc/internal/platform/db"
	"penc/internal/platform/feature"
)

// An exported room or point, as the person reads it.
type exported struct {
	Rooms  []exportedRoom  `json:"rooms"`
	Points []exportedPoint `json:"points"`
}

type exportedRoom struct {
	Meeting  ref.ID `json:"meeting"`
	Breakout ref.ID `json:"breakout"`
	Chosen   string `json:"chosen"`
}

type exportedPoint struct {
	Meeting   ref.ID `json:"meeting"`
	Breakout  ref.ID `json:"breakout"`
	Text      string `json:"text"`
	Happened  string `json:"happened"`
	Withdrawn string `json:"withdrawn,omitempty"`
}

// export returns what is kept about a person, for that person. A report-back is
// what a room says, not what the person says who wrote it down.
func (s *Service) export(tx *db.Tx, person ref.ID) (any, error) {
	mine, err := s.participants(tx, person)
	if err != nil {
		return nil, err
	}
	out := exported{Rooms: []exportedRoom{}, Points: []exportedPoint{}}
	for _, id := range mine {
		choices, err := choicesBy(tx, id)
		if err != nil {
			return nil, err
		}
		for _, c := range choices {
			out.Rooms = append(out.Rooms, exportedRoom{c.Meeting, c.Breakout, when.Format(c.At)})
		}
		points, err := pointsBy(tx, id)
		if err != nil {
			return nil, err
		}
		for _, p := range points {
			e := exportedPoint{Meeting: p.Meeting, Breakout: p.Breakout, Text: p.Text, Happened: when.Format(p.Happened)}
			if !p.Stands() {
				e.Withdrawn = when.Format(p.Withdrawn)
			}
			out.Points = append(out.Points, e)
		}
	}
	if len(out.Rooms)+len(out.Points) == 0 {
		return nil, nil
	}
	return out, nil
}

// erase takes back a person's points and their words, if they wish so. Choices and
// points stay under the participant, who is nobody's any more.
func (s *Service) erase(tx *db.Tx, person ref.ID, wish feature.Wish) error {
	if !wish.Words {
		return nil
	}
	mine, err := s.participants(tx, person)
	if err != nil {
		return err
	}
	for _, id := range mine {
		points, err := pointsBy(tx, id)
		if err != nil {
			return err
		}
		for _, p := range points {
			if p.Text = ""; p.Stands() {
				p.Withdrawn = tx.Now
			}
			if err := keepPoint(tx, p); err != nil {
				return err
			}
		}
	}
	return nil
}

func (s *Service) participants(tx *db.Tx, person ref.ID) ([]ref.ID, error) {
	_, in, err := s.roles.Of(tx, person)
	return slices.Sorted(maps.Values(in)), err
}

// texts lists what translators of a process find in its filed report-backs.
func (s *Service) texts(tx *db.Tx, process ref.ID) ([]feature.Text, error) {
	all, err := s.meetings.OfTx(tx, process)
	if err != nil {
		return nil, err
	}
	var out []feature.Text
	for _, m := range all {
		reports, err := reportsIn(tx, m.ID)
		if err != nil {
			return nil, err
		}
		for _, b := range m.Breakouts {
			r := reports[b.ID]
			if r == nil || !r.Filed() {
				continue
			}
			v := r.Standing()
			add := func(what string, t lang.Text) {
				if !t.Empty() {
					out = append(out, feature.Text{Ref: r.Ref(), What: "breakout.field." + what, Text: t, Edit: Path(m.ID, b.ID) + "/translate"})
				}
			}
			for _, l := range v.Lines {
				add("line", l.Text)
			}
			add("questions", v.Questions)
		}
	}
	return out, nil
}

// card answers what a room is called.
func (s *Service) card(tx *db.Tx, id ref.ID) (feature.Card, error) {
	meeting, err := meetingOf(tx, id)
	if err != nil {
		return feature.Card{}, err
	}
	m, err := s.meetings.ByIDTx(tx, meeting)
	if err != nil {
		return feature.Card{}, err
	}
	p, err := s.processes.ByIDTx(tx, m.Process)
	b, _ := m.Breakout(id)
	return feature.Card{
		Ref: ref.To("breakout", id), Name: b.Title, Path: Path(meeting, id), Process: m.Process, Public: p.IsPublic(), Simulated: p.Simulated,
	}, err
}

// List returns the address of the breakouts of a meeting, without the language.
func List(meeting ref.ID) string { return "/meetings/" + string(meeting) + "/breakouts" }

// Path returns the address of a room's page, without the language.
func Path(meeting, breakout ref.ID) string { return List(meeting) + "/" + string(breakout) }

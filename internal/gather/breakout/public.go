package breakout

import (
	"penc/internal/gather/process"
	"penc/internal/ground/ref"
	"penc/internal/ground/when"
)

// Public is what anybody may see of a room: what it reported back. It says nothing
// of the people in it.
type Public struct {
	ID       ref.ID        `json:"id"`
	Title    process.Words `json:"title"`
	Question process.Words `json:"question,omitempty"`
	Report   *PublicReport `json:"report_back,omitempty"`
}

// PublicReport is a filed report-back.
type PublicReport struct {
	Lines     []PublicLine  `json:"points"`
	Questions process.Words `json:"open_questions,omitempty"`
	Version   int           `json:"version"`
	Filed     string        `json:"filed"`
	Amended   string        `json:"amended,omitempty"`
	OnPaper   bool          `json:"on_paper,omitempty"`
}

// PublicLine is one point of a filed report-back.
type PublicLine struct {
	ID         ref.ID        `json:"id"`
	Text       process.Words `json:"text"`
	Support    int           `json:"support,omitempty"`
	Supporters string        `json:"supporters,omitempty"`
}

// Public returns the room's public shape.
func (r Room) Public() Public {
	out := Public{ID: r.Breakout.ID, Title: r.Breakout.Title.All(), Question: r.Breakout.Question.All()}
	if !r.Filed() {
		return out
	}
	v := r.Report.Standing()
	p := &PublicReport{
		Lines: []PublicLine{}, Questions: v.Questions.All(), Version: v.Number, Filed: when.Format(r.Report.FiledAt()), OnPaper: v.Way == Paper,
	}
	if r.Report.Amended() {
		p.Amended = when.Format(v.At)
	}
	for _, l := range v.Lines {
		p.Lines = append(p.Lines, PublicLine{l.ID, l.Text.All(), l.Support, l.Supporters})
	}
	out.Report = p
	return out
}

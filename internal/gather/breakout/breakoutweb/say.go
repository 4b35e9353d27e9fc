package breakoutweb

import (
	"strconv"
	"strings"

	"penc/internal/gather/breakout"
	"penc/internal/ground/lang"
	"penc/internal/platform/web"
	"penc/internal/platform/web/ui"
)

// foreign returns the language of an idea, if it is not the page's.
func foreign(s web.Speaker, p breakout.Point) string {
	if p.Lang == s.Lang {
		return string(s.Lang)
	}
	return string(p.Lang)
}

// support says who supported a line; empty if that was not written.
func support(s web.Speaker, l breakout.Line) string {
	switch {
	case l.Support > 0 && l.Supporters != "":
		return s.T("breakout.support.both", "count", s.T("breakout.support", "n", l.Support), "words", l.Supporters)
	case l.Support > 0:
		return s.T("breakout.support", "n", l.Support)
	case l.Supporters != "":
		return s.T("breakout.support.words", "words", l.Supporters)
	}
	return ""
}

// questions returns the open questions, one by one.
func questions(s web.Speaker, t lang.Text) []string {
	var out []string
	for line := range strings.Lines(s.Say(t)) {
		if line = strings.TrimSpace(line); line != "" {
			out = append(out, line)
		}
	}
	return out
}

// filed says when a room reported back, and when that was amended.
func filed(s web.Speaker, r breakout.Room) string {
	v := r.Report.Standing()
	key := "breakout.filed"
	if v.Way == breakout.Paper {
		key = "breakout.filed.paper"
	}
	said := s.T(key, "moment", s.Moment(r.Report.FiledAt()))
	if r.Report.Amended() {
		said = s.T("breakout.filed.amended", "filed", said, "moment", s.Moment(v.At))
	}
	return said
}

// What was typed and refused stands in the form in which it was typed.
func own(p breakout.Point) string {
	if p.Way == "" {
		return p.Text
	}
	return ""
}

func other(p breakout.Point) string {
	if p.Way != "" {
		return p.Text
	}
	return ""
}

func ownFault(p roomPage) string {
	if p.Typed.Way == "" {
		return p.Faults.Of("text")
	}
	return ""
}

func otherFault(p roomPage) string {
	if p.Typed.Way != "" {
		return p.Faults.Of("text")
	}
	return ""
}

func wayOf(p breakout.Point) string {
	if p.Way != "" {
		return string(p.Way)
	}
	return string(breakout.Rapporteur)
}

func writeKind(p roomPage) ui.ButtonKind {
	if p.Chamber.Hand.Reports {
		return ui.Primary
	}
	return ui.Secondary
}

func writeLabel(p roomPage) string {
	switch r := p.Chamber.Room.Report; {
	case r == nil:
		return p.T("breakout.report.write")
	case r.Filed():
		return p.T("breakout.report.amend")
	}
	return p.T("breakout.report.go-on")
}

// people is a number in a field; empty if nobody was counted.
func people(n int) string {
	if n <= 0 {
		return ""
	}
	return strconv.Itoa(n)
}

func hintOf(p reportPage, r row) string {
	if r.Number == 1 {
		return p.T("breakout.line.supporters-hint")
	}
	return ""
}

func writeTitle(p reportPage) string {
	switch {
	case len(p.Settles) > 0:
		return p.T("breakout.report.merge")
	case p.Report.Filed():
		return p.T("breakout.report.amend")
	}
	return p.T("breakout.report.write")
}

package moderation

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"penc/internal/ground/access"
	"penc/internal/ground/fault"
	"penc/internal/ground/lang"
	"penc/internal/ground/ref"
)

var (
	now    = time.Date(2026, 3, 1, 9, 30, 0, 0, time.UTC)
	fatou  = holding(access.Facilitator, "water")
	member = holding(access.Member, "water")
)

func holding(role string, process ref.ID) access.Actor {
	return access.Actor{Person: ref.ID(role), Channel: access.Web}.With(role, Process(process))
}

func waiting() Item {
	return Item{ID: "i1", Ref: ref.To("note", "n1"), Process: "water", State: Waiting, Version: 1}
}

func TestDecide(t *testing.T) {
	rejected := waiting()
	rejected.State, rejected.Reason = Rejected, Reason{Code: OffSubject}
	flagged := waiting()
	flagged.State, flagged.Flags = Accepted, 3
	no := func(r Reason) Verdict { return Verdict{Reason: r, Version: 1} }
	yes := Verdict{Accept: true, Version: 1}
	for _, c := range []struct {
		name  string
		was   Item
		who   access.Actor
		in    Verdict
		kind  fault.Kind
		field string
		want  State
	}{
		{"a facilitator accepts", waiting(), fatou, yes, 0, "", Accepted},
		{"a convener accepts", waiting(), holding(access.Convener, "water"), yes, 0, "", Accepted},
		{"an editor does not", waiting(), holding(access.Editor, "water"), yes, fault.Forbidden, "", ""},
		{"the operator does not", waiting(), access.Actor{Person: "op"}.With(access.Operator, access.Site), yes, fault.Forbidden, "", ""},
		{"the facilitator of another process does not", waiting(), holding(access.Facilitator, "iot"), yes, fault.Forbidden, "", ""},
		{"rejected with a reason", waiting(), fatou, no(Reason{Code: SeveralIdeas}), 0, "", Rejected},
		{"rejected without one", waiting(), fatou, no(Reason{}), fault.Invalid, "code", ""},
		{"a reason nobody offered", waiting(), fatou, no(Reason{Code: "dull"}), fault.Invalid, "code", ""},
		{"a duplicate of nothing", waiting(), fatou, no(Reason{Code: Duplicate}), fault.Invalid, "number", ""},
		{"a duplicate", waiting(), fatou, no(Reason{Code: Duplicate, Number: 4}), 0, "", Rejected},
		{"another reason, unsaid", waiting(), fatou, no(Reason{Code: Other, Note: " \n"}), fault.Invalid, "note", ""},
		{"another reason, said", waiting(), fatou, no(Reason{Code: Other, Note: "Too vague."}), 0, "", Rejected},
		{"too long a note", waiting(), fatou, no(Reason{Code: OffSubject, Note: strings.Repeat("é", MaxNote+1)}), fault.Invalid, "note", ""},
		{"accepted with a reason", waiting(), fatou, Verdict{Accept: true, Reason: Reason{Code: Unlawful}, Version: 1}, fault.Invalid, "code", ""},
		{"decided meanwhile", waiting(), fatou, Verdict{Accept: true}, fault.Conflict, "", ""},
		{"accepted after all", rejected, fatou, yes, 0, "", Accepted},
		{"kept in spite of flags", flagged, fatou, yes, 0, "", Accepted},
	} {
		t.Run(c.name, func(t *testing.T) {
			got, err := c.was.Decide(c.who, c.in, now)
			if fault.KindOf(err) != c.kind {
				t.Fatalf("%v", err)
			}
			if err != nil {
				if all := fault.All(err); all[0].Field != c.field {
					t.Errorf("field %q, want %q", all[0].Field, c.field)
				}
				return
			}
			if got.State != c.want || got.InQueue() || got.Version != c.was.Version+1 || !got.Decided.Equal(now) {
				t.Errorf("%+v", got)
			}
			if c.want == Accepted && got.Reason.Given() {
				t.Errorf("accepted with the reason %+v", got.Reason)
			}
		})
	}
}

func TestFlag(t *testing.T) {
	shown := waiting()
	shown.State = Accepted
	for _, c := range []struct {
		name string
		was  Item
		who  access.Actor
		why  Reason
		kind fault.Kind
	}{
		{"a member flags", shown, member, Reason{Code: Unlawful}, 0},
		{"an observer does not", shown, holding(access.Observer, "water"), Reason{Code: Unlawful}, fault.Forbidden},
		{"a stranger does not", shown, access.Actor{}, Reason{Code: Unlawful}, fault.Forbidden},
		{"what waits cannot be flagged", waiting(), member, Reason{Code: Unlawful}, fault.Closed},
		{"not without a reason", shown, member, Reason{}, fault.Invalid},
	} {
		t.Run(c.name, func(t *testing.T) {
			got, _, err := c.was.Flag(c.who, c.why)
			if fault.KindOf(err) != c.kind {
				t.Fatalf("%v", err)
			}
			if err == nil && (!got.InQueue() || got.State != Accepted) {
				t.Errorf("%+v: want it in the queue and still shown", got)
			}
		})
	}
}

// plainly writes a word as its language, key and number.
func plainly(l lang.Tag, key string, parts ...any) string {
	return fmt.Sprint(l, " ", strings.TrimPrefix(key, "moderation.reason."), " ", parts[1], ".")
}

func TestWhatTheAuthorReads(t *testing.T) {
	r := Reason{Code: Duplicate, Number: 4, Note: "Voyez le n° 4.", Lang: lang.French}
	text := r.Text(plainly)
	if got := text.Words(lang.French); got != "fr duplicate 4. Voyez le n° 4." {
		t.Errorf("%q", got)
	}
	if got := text.Words(lang.English); got != "en duplicate 4. Voyez le n° 4." {
		t.Errorf("%q", got)
	}
	other := Reason{Code: Other, Note: "Trop vague.", Lang: lang.French}.Text(plainly)
	if other.Words(lang.French) != "Trop vague." || other.Has(lang.English) {
		t.Errorf("%+v: a note alone is in one language", other)
	}
	if !(Reason{}).Text(plainly).Empty() {
		t.Error("no reason, and words all the same")
	}
}

func TestThePublicShapeHasNobodysWords(t *testing.T) {
	d := Decision{Ref: ref.To("note", "n1"), Reason: Reason{Code: Other, Note: "secret"}, By: "p1", At: now}
	if got := fmt.Sprintf("%+v", d.Public()); strings.Contains(got, "secret") || strings.Contains(got, "p1") || strings.Contains(got, "n1") {
		t.Errorf("%s", got)
	}
}

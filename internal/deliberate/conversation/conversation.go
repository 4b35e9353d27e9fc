package conversation

import (
	"unicode/utf8"

	"penc/internal/ground/access"
	"penc/internal/ground/evidence"
	"penc/internal/ground/fault"
	"penc/internal/ground/lang"
	"penc/internal/ground/ref"
	"penc/internal/ground/when"
)

// A State is where a conversation stands.
type State string

// The states.
const (
	Draft  State = "draft"  // prepared; only its conveners see it
	Open   State = "open"   // people propose and vote
	Closed State = "closed" // it can be read; nothing changes
)

// Limits of texts.
const (
	MaxTitle = 200     // characters
	MaxIntro = 100_000 // bytes
)

// A Conversation is one question that people talk about in statements.
type Conversation struct {
	ID        ref.ID
	Process   ref.ID
	Title     lang.Text
	Intro     lang.Text // Markdown
	State     State
	Stage     ref.ID    // of the process, in which it is held; may be empty
	Dates     when.Span // from when to when people take part, as far as set
	Guests    bool      // people without an account may take part
	Proposals bool      // participants may propose statements
	Review    bool      // a statement is shown only after a moderator let it in
	Simulated bool      // people and votes are invented
	Origin    Origin
	Evidence  evidence.Evidence
	Revision  int // moves when statements or the map change
	Version   int
}

// An Origin says where an imported conversation comes from and under which terms
// it may be shown.
type Origin struct {
	Title       string `json:"title,omitempty"`
	URL         string `json:"url,omitempty"`
	Licence     string `json:"licence,omitempty"`
	LicenceURL  string `json:"licence-url,omitempty"`
	Attribution string `json:"attribution,omitempty"`
}

// Imported reports whether the conversation was held elsewhere and came here with
// its votes. It stays as it came.
func (c Conversation) Imported() bool { return c.Origin != (Origin{}) }

// Ref returns the conversation's name for the rest of the house.
func (c Conversation) Ref() ref.Ref { return ref.To("conversation", c.ID) }

// scopes are where a role counts for this conversation.
func (c Conversation) scopes() []ref.Ref {
	return []ref.Ref{c.Ref(), ref.To("process", c.Process)}
}

// Runs reports whether who runs the conversation: a convener or a facilitator.
func (c Conversation) Runs(who access.Actor) bool {
	return who.HoldsAny([]string{access.Convener, access.Facilitator}, c.scopes()...)
}

// MaySee reports whether who may see the conversation at all.
func (c Conversation) MaySee(who access.Actor) bool {
	return c.State != Draft || c.Runs(who) || who.HoldsAny([]string{access.Editor}, c.scopes()...)
}

// Running reports whether people can take part on a day: the conversation is open
// and the day is within its dates.
func (c Conversation) Running(today when.Date) bool {
	return c.State == Open && !today.Before(c.Dates.Start) && !c.Dates.End.Before(today)
}

// Public is what others may see of a conversation.
type Public struct {
	ID        ref.ID              `json:"id"`
	Process   ref.ID              `json:"process"`
	Title     map[lang.Tag]string `json:"title"`
	Intro     map[lang.Tag]string `json:"intro,omitempty"`
	State     State               `json:"state"`
	Dates     when.Span           `json:"dates,omitzero"`
	Guests    bool                `json:"guests"`
	Simulated bool                `json:"simulated,omitempty"`
	Origin    *Origin             `json:"origin,omitempty"`
}

// Public returns the conversation's public shape.
func (c Conversation) Public() Public {
	p := Public{
		ID: c.ID, Process: c.Process, Title: c.Title.All(), Intro: c.Intro.All(), State: c.State, Dates: c.Dates,
		Guests: c.Guests, Simulated: c.Simulated,
	}
	if c.Imported() {
		p.Origin = &c.Origin
	}
	return p
}

// A Plan is what a convener writes about a conversation.
type Plan struct {
	ID        ref.ID // chosen by the one who plans a new conversation, or empty
	Process   ref.ID
	From      lang.Tag
	Title     map[lang.Tag]string
	Intro     map[lang.Tag]string
	Confirmed []lang.Tag // translations that are still right
	Stage     ref.ID
	Dates     when.Span
	Guests    bool
	Proposals bool
	Review    bool
	Version   int
}

// Prepare decides whether who may prepare or change the conversation, and
// returns it as it is afterwards.
func (c Conversation) Prepare(who access.Actor, in Plan) (Conversation, error) {
	if c.Version == 0 {
		c.ID, c.Process, c.State = in.ID, in.Process, Draft
	}
	if !c.Runs(who) {
		return c, fault.New(fault.Forbidden, "", "conversation.prepare.facilitator-only")
	}
	if c.Version != in.Version {
		return c, fault.New(fault.Conflict, "", "conversation.changed")
	}
	c.Title = c.Title.Revise(in.From, in.Title, in.Confirmed...)
	c.Intro = c.Intro.Revise(in.From, in.Intro, in.Confirmed...)
	c.Guests, c.Proposals, c.Review = in.Guests, in.Proposals, in.Review
	c.Stage, c.Dates = in.Stage, in.Dates
	var faults fault.List
	if c.Title.Empty() {
		faults = faults.Add(fault.Field("title."+string(in.From), "conversation.title.empty"))
	}
	for _, l := range c.Title.Languages() {
		if n := utf8.RuneCountInString(c.Title.Words(l)); n > MaxTitle {
			faults = faults.Add(fault.Field("title."+string(l), "conversation.title.too-long", "n", n, "limit", MaxTitle))
		}
	}
	for _, l := range c.Intro.Languages() {
		if n := len(c.Intro.Words(l)); n > MaxIntro {
			faults = faults.Add(fault.Field("intro."+string(l), "conversation.intro.too-long", "n", n, "limit", MaxIntro))
		}
	}
	for _, d := range []struct {
		field string
		date  when.Date
	}{{"start", in.Dates.Start}, {"end", in.Dates.End}} {
		if _, ok := when.ParseDate(string(d.date)); !ok {
			faults = faults.Add(fault.Field(d.field, "conversation.date.invalid"))
		}
	}
	if !in.Dates.Orderly() {
		faults = faults.Add(fault.Field("end", "conversation.date.order"))
	}
	c.Version++
	c.Revision++
	return c, faults.Err()
}

// Become decides whether who may open, close or reopen the conversation, which
// has so many statements that people can vote on.
func (c Conversation) Become(who access.Actor, state State, statements int) (Conversation, error) {
	if !c.Runs(who) {
		return c, fault.New(fault.Forbidden, "", "conversation.open.facilitator-only")
	}
	switch {
	case c.Imported():
		return c, fault.New(fault.Closed, "", "conversation.state.imported")
	case state == Open && c.State == Open, state == Closed && c.State == Closed:
		return c, fault.New(fault.Conflict, "", "conversation.state.already")
	case state == Closed && c.State == Draft, state == Draft:
		return c, fault.New(fault.Closed, "", "conversation.state.not-from-here")
	case state == Open && statements == 0 && !c.Proposals:
		return c, fault.New(fault.Invalid, "", "conversation.open.no-statements")
	}
	c.State = state
	c.Version++
	c.Revision++
	return c, nil
}

package signin

import (
	"context"

	"penc/internal/ground/access"
	"penc/internal/ground/fault"
	"penc/internal/ground/lang"
	"penc/internal/ground/ref"
	"penc/internal/people/person"
	"penc/internal/platform/db"
	"penc/internal/platform/mail"
)

// Ask sends a letter to an address and returns the handle by which the browser
// that asked may give its code. Anybody may. It does the same whether or not
// the address is known. Faults: Invalid (the address), Closed when the address or
// the network has asked too often.
func (s *Service) Ask(ctx context.Context, in Request) (handle string, err error) {
	email, err := mail.Check(in.Email)
	if err != nil {
		return "", err
	}
	err = s.db.Write(ctx, func(tx *db.Tx) error {
		tooMany := fault.New(fault.Closed, "email", "signin.letter.too-many")
		if err := knock(tx, seal(forAddress, email), s.Limits.PerAddress, tooMany); err != nil {
			return err
		}
		if err := knock(tx, seal(forNetwork, network(in.Network)), s.Limits.PerNetwork, tooMany); err != nil {
			return err
		}
		var l Letter
		handle, l, err = write(tx, email, Local(in.Next))
		if err != nil {
			return err
		}
		w := in.Write(l)
		_, err = mail.Queue(tx, mail.Message{
			To: email, Lang: in.Lang, Kind: "signin.letter", Subject: w.Subject, Text: w.Text, Reason: w.Reason,
		})
		return err
	})
	return handle, fault.Wrap("ask for a letter", err)
}

// knock counts one request of a source, or refuses it.
func knock(tx *db.Tx, source string, limit int, tooMany *fault.Error) error {
	if err := tx.Lock("signin/knock/" + source); err != nil {
		return err
	}
	n, err := knocks(tx, source, tx.Now.Add(-knockLife))
	if err != nil {
		return err
	}
	if n >= limit {
		return tooMany
	}
	return addKnock(tx, source)
}

// write makes and stores a letter.
func write(tx *db.Tx, email, next string) (handle string, l Letter, err error) {
	l = Letter{Email: email, Next: next}
	if handle, err = token(tx); err != nil {
		return "", l, err
	}
	if l.Token, err = token(tx); err != nil {
		return "", l, err
	}
	var chance [8]byte
	if err = tx.Chance(chance[:]); err != nil {
		return "", l, err
	}
	l.Code = digits(chance)
	return handle, l, putLetter(tx, kept{
		Handle: seal(forHandle, handle), Email: email,
		Link: seal(forLink, l.Token), LinkUntil: tx.Now.Add(LinkLife),
		Code: sealCode(handle, l.Code), CodeUntil: tx.Now.Add(CodeLife),
		Next: next, Via: ByLetter,
	})
}

func token(tx *db.Tx) (string, error) {
	chance := make([]byte, tokenBytes)
	err := tx.Chance(chance)
	return spell(chance), err
}

// An Entry is what comes of a letter or a passkey that opened the door.
type Entry struct {
	Token    string // of the session, for the browser to keep; empty for a newcomer
	Person   ref.ID
	Newcomer string // the token of a link by which the newcomer joins
	Next     string // where the person wanted to go; empty if nowhere
}

// EnterByCode opens the door to whoever has the handle of a letter and its code.
// A newcomer gets the token of a link instead, because there is something to ask
// them. Faults: Invalid (a wrong code, with the tries that are left), Closed when
// the letter has expired, was used, or had too many wrong codes. Fact: Opened.
func (s *Service) EnterByCode(ctx context.Context, who access.Actor, handle, code, agent string) (out Entry, err error) {
	var refusal error // a wrong code is counted, so it must not undo the transaction
	err = s.db.Write(ctx, func(tx *db.Tx) error {
		out, refusal = Entry{}, nil
		if err := lock(tx, seal(forHandle, handle)); err != nil {
			return err
		}
		l, err := byHandle(tx, handle)
		if fault.KindOf(err) == fault.NotFound {
			return fault.New(fault.Closed, "code", "signin.code.over")
		}
		if err != nil {
			return err
		}
		if l, refusal = l.try(handle, code, tx.Now); refusal != nil {
			return putLetter(tx, l)
		}
		p, err := s.people.ByEmailTx(tx, l.Email)
		if fault.KindOf(err) == fault.NotFound {
			out, err = passOn(tx, l)
			return err
		}
		if err != nil {
			return err
		}
		out, err = s.let(tx, who, l, p, agent)
		return err
	})
	if err == nil {
		err = refusal
	}
	return out, fault.Wrap("enter by code", err)
}

// passOn turns a letter whose code was given into a fresh link for the newcomer.
func passOn(tx *db.Tx, l kept) (Entry, error) {
	t, err := token(tx)
	if err != nil {
		return Entry{}, err
	}
	l.Code, l.Link, l.LinkUntil = "", seal(forLink, t), tx.Now.Add(LinkLife)
	return Entry{Newcomer: t, Next: l.Next}, putLetter(tx, l)
}

// let uses a letter up and opens a session for the person it was sent to.
func (s *Service) let(tx *db.Tx, who access.Actor, l kept, p person.Person, agent string) (Entry, error) {
	if err := removeLetter(tx, l); err != nil {
		return Entry{}, err
	}
	t, _, err := s.OpenTx(tx, who, p.ID, l.Via, agent)
	return Entry{Token: t, Person: p.ID, Next: l.Next}, err
}

// A Threshold is what stands behind a link before anybody steps over it.
type Threshold struct {
	Email    string
	Newcomer bool
	Next     string
}

// Look returns what a link leads to and changes nothing: mail scanners open links
// too. Faults: Closed when the link was used, has expired or never was.
func (s *Service) Look(ctx context.Context, link string) (t Threshold, err error) {
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		l, err := usable(tx, link)
		if err != nil {
			return err
		}
		t = Threshold{Email: l.Email, Next: l.Next}
		_, err = s.people.ByEmailTx(tx, l.Email)
		if t.Newcomer = fault.KindOf(err) == fault.NotFound; t.Newcomer {
			return nil
		}
		return err
	})
	return t, fault.Wrap("look at a link", err)
}

// usable returns the letter of a link that still opens the door.
func usable(tx *db.Tx, link string) (kept, error) {
	l, err := byLink(tx, link)
	if fault.KindOf(err) == fault.NotFound {
		return l, over()
	}
	if err != nil {
		return l, err
	}
	return l, l.open(tx.Now)
}

// lock lets one act at a time use a letter, by its link or by its code.
func lock(tx *db.Tx, handle string) error { return tx.Lock("signin/letter/" + handle) }

// hold locks and returns the letter of a link that still opens the door.
func hold(tx *db.Tx, link string) (kept, error) {
	l, err := usable(tx, link)
	if err != nil {
		return l, err
	}
	if err := lock(tx, l.Handle); err != nil {
		return l, err
	}
	return usable(tx, link)
}

// An Opening is what somebody says who opens the door with a link. Only a
// newcomer says more than the link.
type Opening struct {
	Link    string
	Agent   string // the User-Agent header
	Name    string
	Lang    lang.Tag
	Zone    string
	Consent string
}

// EnterByLink opens the door to whoever has a link; a newcomer joins first.
// Faults: Closed when the link was used, has expired or never was; Invalid by
// field for a newcomer, whose link then stays good. Facts: Opened, and
// person.joined for a newcomer.
func (s *Service) EnterByLink(ctx context.Context, who access.Actor, in Opening) (out Entry, err error) {
	err = s.db.Write(ctx, func(tx *db.Tx) error {
		l, err := hold(tx, in.Link)
		if err != nil {
			return err
		}
		p, err := s.people.ByEmailTx(tx, l.Email)
		if fault.KindOf(err) == fault.NotFound {
			p, err = s.people.JoinTx(tx, who, person.Joining{
				Email: l.Email, Name: in.Name, Lang: in.Lang, Zone: in.Zone, Consent: in.Consent,
			})
		}
		if err != nil {
			return err
		}
		out, err = s.let(tx, who, l, p, in.Agent)
		return err
	})
	return out, fault.Wrap("enter by link", err)
}

// IssueLink makes a link by which a person comes in without a mail, good for a
// day and once, and returns its path. It is for the console and the demo: whoever
// may run it holds the database itself. Faults: NotFound, Forbidden for anybody
// who does not act at the console.
func (s *Service) IssueLink(ctx context.Context, who access.Actor, id ref.ID, next string) (path string, err error) {
	if who.Channel != access.Console {
		return "", fault.New(fault.Forbidden, "", "signin.link.console-only")
	}
	err = s.db.Write(ctx, func(tx *db.Tx) error {
		p, err := s.people.ByIDTx(tx, id)
		if err != nil {
			return err
		}
		if p.Left() {
			return fault.New(fault.NotFound, "", "person.unknown")
		}
		handle, err := token(tx)
		if err != nil {
			return err
		}
		link, err := token(tx)
		if err != nil {
			return err
		}
		path = "/" + string(p.Lang) + LinkPath(link)
		return putLetter(tx, kept{
			Handle: seal(forHandle, handle), Email: p.Email, Next: Local(next), Via: ByConsole,
			Link: seal(forLink, link), LinkUntil: tx.Now.Add(ConsoleLife),
		})
	})
	return path, fault.Wrap("issue a link", err)
}

// LinkPath returns the path of a link's page without the language. The token
// stands in the query, which no log keeps.
func LinkPath(link string) string { return "/join/link?token=" + link }

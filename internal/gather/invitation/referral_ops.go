package invitation

import (
	"context"
	"crypto/sha256"
	"encoding/base32"
	"encoding/hex"

	"penc/internal/gather/process"
	"penc/internal/ground/access"
	"penc/internal/ground/fault"
	"penc/internal/ground/lang"
	"penc/internal/ground/ref"
	"penc/internal/people/notice"
	"penc/internal/platform/db"
	"penc/internal/platform/mail"
	"penc/internal/platform/record"
)

// Name says that a voice is missing. Everybody who takes part in the process may,
// also for one meeting. No account is made and nobody is written to. The conveners
// are told. Faults: NotFound, Forbidden, Conflict for an act that was done before,
// Closed for too many, Invalid by field. Fact: VoiceNamed.
func (s *Service) Name(ctx context.Context, who access.Actor, id ref.ID, in Naming) (r Referral, err error) {
	err = s.db.Write(ctx, func(tx *db.Tx) error {
		if _, err := s.seen(tx, who, id); err != nil {
			return err
		}
		if r, err = Named(who, id, in, tx.Now); err != nil {
			return err
		}
		if err := s.meets(tx, r); err != nil {
			return err
		}
		if err := lock(tx, id); err != nil {
			return err
		}
		if err := record.Once(tx, who, VoiceNamed); err != nil {
			return err
		}
		n, err := openBy(tx, r.By)
		if err != nil {
			return err
		}
		if n >= MaxNamed {
			return fault.New(fault.Closed, "", "invitation.missing.full", "limit", MaxNamed)
		}
		if r.ID, err = tx.NewID(); err != nil {
			return err
		}
		if err := saveReferral(tx, r); err != nil {
			return err
		}
		if err := s.tellStewards(tx, who, r); err != nil {
			return err
		}
		return record.Append(tx, who, VoiceNamed, r.Ref(), id, []string{r.Voice, r.Why})
	})
	return r, fault.Wrap("name missing voice", err)
}

// meets refuses a meeting of another process.
func (s *Service) meets(tx *db.Tx, r Referral) error {
	if r.Meeting == "" {
		return nil
	}
	if card, ok := s.dir.Card(tx, ref.To("meeting", r.Meeting)); !ok || card.Process != r.Process {
		return fault.New(fault.NotFound, "", "invitation.missing.meeting")
	}
	return nil
}

func (s *Service) tellStewards(tx *db.Tx, who access.Actor, r Referral) error {
	conveners, err := s.roles.Holders(tx, r.Process, access.Convener)
	if err != nil {
		return err
	}
	for _, p := range conveners {
		if p == who.Person {
			continue
		}
		err := s.notices.TellTx(tx, p, notice.Notice{Kind: VoiceNamed, Ref: r.Ref(), Parts: map[string]string{"voice": r.Voice}})
		if err != nil {
			return err
		}
	}
	return nil
}

// tell tells whoever named a voice what came of it.
func (s *Service) tell(tx *db.Tx, who access.Actor, r Referral) error {
	person, err := maybe(s.roles.PersonOf(tx, r.By))
	if err != nil || person == "" || person == who.Person {
		return err
	}
	return s.notices.TellTx(tx, person, notice.Notice{
		Kind: VoiceAnswered, Ref: r.Ref(),
		Parts: map[string]string{"voice": r.Voice, "state": string(r.Stand), "result": r.Result},
	})
}

// Take makes who asks the owner of a missing voice. Conveners and facilitators may.
// Whoever named it is told. Faults: NotFound, Forbidden, Closed. Fact: VoiceTaken.
func (s *Service) Take(ctx context.Context, who access.Actor, id ref.ID) (r Referral, err error) {
	err = s.db.Write(ctx, func(tx *db.Tx) error {
		if r, _, err = s.ownReferral(tx, who, id); err != nil {
			return err
		}
		if r, err = r.Take(who, tx.Now); err != nil {
			return err
		}
		return s.step(tx, who, r, VoiceTaken)
	})
	return r, fault.Wrap("take missing voice", err)
}

// step stores a referral that has moved, tells whoever named it, and appends the
// fact.
func (s *Service) step(tx *db.Tx, who access.Actor, r Referral, kind string) error {
	if err := saveReferral(tx, r); err != nil {
		return err
	}
	if err := s.tell(tx, who, r); err != nil {
		return err
	}
	return record.Append(tx, who, kind, r.Ref(), r.Process, nil, record.Figure(string(r.Stand), 1))
}

// Answer says what came of a missing voice. Conveners and facilitators may. Whoever
// named it is told. Faults: NotFound, Forbidden, Conflict, Invalid by field. Fact:
// VoiceAnswered.
func (s *Service) Answer(ctx context.Context, who access.Actor, id ref.ID, in Answer) (r Referral, err error) {
	err = s.db.Write(ctx, func(tx *db.Tx) error {
		if r, _, err = s.ownReferral(tx, who, id); err != nil {
			return err
		}
		if r, err = r.Answer(who, in, tx.Now); err != nil {
			return err
		}
		return s.step(tx, who, r, VoiceAnswered)
	})
	return r, fault.Wrap("answer missing voice", err)
}

// ownReferral returns a missing voice that who may take care of, as it stays until
// the commit.
func (s *Service) ownReferral(tx *db.Tx, who access.Actor, id ref.ID) (Referral, process.Whole, error) {
	r, err := referralByID(tx, id)
	if err != nil {
		return r, process.Whole{}, err
	}
	w, err := s.seen(tx, who, r.Process)
	if err == nil {
		err = MayTake(who, r.Process)
	}
	if err == nil {
		err = lock(tx, r.Process)
	}
	if err != nil {
		return Referral{}, w, err
	}
	r, err = referralByID(tx, id)
	return r, w, err
}

// A Question is all that the mail to a third person may say.
type Question struct {
	Referral Referral
	Process  lang.Text
	By       string // the public name of whoever named them; may be empty
	Token    string
}

// Ask asks a third person, once, whether they may be invited: one mail with one
// link. Conveners and facilitators may. Faults: NotFound, Forbidden, Closed. Fact:
// ConsentAsked.
func (s *Service) Ask(ctx context.Context, who access.Actor, id ref.ID) (r Referral, err error) {
	err = s.db.Write(ctx, func(tx *db.Tx) error {
		var w process.Whole
		if r, w, err = s.ownReferral(tx, who, id); err != nil {
			return err
		}
		if err := r.MayAsk(who); err != nil {
			return err
		}
		if r, err = r.Take(who, tx.Now); err != nil {
			return err
		}
		token, err := newToken(tx)
		if err != nil {
			return err
		}
		r.token, r.Asked = hash(token), tx.Now
		by, err := s.nameOf(tx, r.By)
		if err != nil {
			return err
		}
		l := s.question(Question{Referral: r, Process: w.Title, By: by, Token: token})
		_, err = mail.Queue(tx, mail.Message{
			To: r.Address, Lang: r.PersonLang, Kind: "invitation.consent", Process: r.Process,
			Subject: l.Subject, Text: l.Text, Reason: l.Reason,
		})
		if err != nil {
			return err
		}
		return s.step(tx, who, r, ConsentAsked)
	})
	return r, fault.Wrap("ask for consent", err)
}

// nameOf returns the public name of a participant, empty if nobody knows it.
func (s *Service) nameOf(tx *db.Tx, participant ref.ID) (string, error) {
	person, err := maybe(s.roles.PersonOf(tx, participant))
	if err != nil || person == "" {
		return "", err
	}
	return s.people.PublicName(tx, person)
}

// newToken returns 160 random bits in 32 small letters and digits.
func newToken(tx *db.Tx) (string, error) {
	var b [20]byte
	if err := tx.Chance(b[:]); err != nil {
		return "", err
	}
	return base32.NewEncoding("abcdefghijklmnopqrstuvwxyz234567").EncodeToString(b[:]), nil
}

// hash is what is kept of a token.
func hash(token string) string {
	sum := sha256.Sum256([]byte(token))
	return hex.EncodeToString(sum[:])
}

// ReferralsTx returns the missing voices of a process, the newest first: for figures
// and minutes. Meeting says in which meeting they were named.
func (s *Service) ReferralsTx(tx *db.Tx, process ref.ID) ([]Referral, error) {
	return referralsOf(tx, process)
}

package conversation

import (
	"penc/internal/gather/process"
	"penc/internal/ground/access"
	"penc/internal/ground/lang"
	"penc/internal/ground/ref"
	"penc/internal/platform/db"
	"penc/internal/platform/feature"
	"penc/internal/platform/record"
	"penc/internal/platform/search"
)

// erase cuts the ties between a person and their votes and statements. The votes
// stay and count, under a name that nobody can follow back; the statements stay
// without an author, unless the person asked for their words to go.
func (s *Service) erase(tx *db.Tx, person ref.ID, wish feature.Wish) error {
	mine, err := participantsOfPerson(tx, person)
	if err != nil {
		return err
	}
	if err := (Voice{Who: access.Actor{Person: person}}).lock(tx); err != nil {
		return err
	}
	for _, p := range mine {
		if err := tx.Lock("conversation/" + string(p.Conversation)); err != nil {
			return err
		}
		if wish.Words {
			if err := s.withdrawAll(tx, p); err != nil {
				return err
			}
		}
		if err := cutAuthor(tx, p.ID); err != nil {
			return err
		}
		if err := dropSpot(tx, p.ID); err != nil {
			return err
		}
		if err := cutParticipant(tx, p.ID); err != nil {
			return err
		}
	}
	return nil
}

func (s *Service) withdrawAll(tx *db.Tx, p Participant) error {
	c, err := conversationByID(tx, p.Conversation)
	if err != nil {
		return err
	}
	own, err := statementsBy(tx, p.ID)
	if err != nil {
		return err
	}
	for _, st := range own {
		if st.Standing == Withdrawn {
			continue
		}
		if err := s.withdrawTx(tx, access.Machine(), c, st, p.ID); err != nil {
			return err
		}
	}
	return nil
}

// An exported vote or statement, as the person reads it.
type exported struct {
	Conversation string         `json:"conversation"`
	Participant  ref.ID         `json:"participant"`
	Statements   []exportedText `json:"statements"`
	Votes        []exportedVote `json:"votes"`
}

type exportedText struct {
	Number   int                 `json:"number"`
	Words    map[lang.Tag]string `json:"words"`
	Standing Standing            `json:"standing"`
	Reason   map[lang.Tag]string `json:"reason,omitempty"`
}

type exportedVote struct {
	Number int                 `json:"number"`
	Words  map[lang.Tag]string `json:"words"`
	Vote   string              `json:"vote"`
	// CarriedFrom is the number of the statement on which it was cast, if it counts
	// on this one because that one was merged into it.
	CarriedFrom int `json:"carried_from,omitempty"`
}

// export returns what is kept about a person, for that person.
func export(tx *db.Tx, person ref.ID) (any, error) {
	mine, err := participantsOfPerson(tx, person)
	if err != nil || len(mine) == 0 {
		return nil, err
	}
	var out []exported
	for _, p := range mine {
		e, err := exportOne(tx, p)
		if err != nil {
			return nil, err
		}
		out = append(out, e)
	}
	return out, nil
}

func exportOne(tx *db.Tx, p Participant) (exported, error) {
	e := exported{Participant: p.ID, Statements: []exportedText{}, Votes: []exportedVote{}}
	c, err := conversationByID(tx, p.Conversation)
	if err != nil {
		return e, err
	}
	e.Conversation = c.Title.String()
	all, err := statementsOf(tx, c.ID)
	if err != nil {
		return e, err
	}
	votes, err := votesOf(tx, p.ID)
	if err != nil {
		return e, err
	}
	number := map[ref.ID]int{}
	for _, st := range all {
		number[st.ID] = st.Number
	}
	for _, st := range all {
		if st.Author == p.ID {
			e.Statements = append(e.Statements, exportedText{st.Number, st.Words.All(), st.Standing, st.Reason.All()})
		}
		if v, ok := votes[st.ID]; ok {
			e.Votes = append(e.Votes, exportedVote{st.Number, st.Words.All(), VoteName(v.Vote), number[v.From]})
		}
	}
	return e, nil
}

// texts lists what translators find in a process's conversations.
func texts(tx *db.Tx, processID ref.ID) ([]feature.Text, error) {
	all, err := conversationsOf(tx, processID)
	if err != nil {
		return nil, err
	}
	var out []feature.Text
	for _, c := range all {
		edit := Path(c.ID) + "/edit"
		out = append(out, feature.Text{Ref: c.Ref(), What: "conversation.field.title", Text: c.Title, Edit: edit})
		if !c.Intro.Empty() {
			out = append(out, feature.Text{Ref: c.Ref(), What: "conversation.field.intro", Text: c.Intro, Edit: edit})
		}
		if c.Imported() {
			continue // the statements of a conversation from elsewhere stay as they were written
		}
		statements, err := statementsOf(tx, c.ID)
		if err != nil {
			return nil, err
		}
		for _, st := range statements {
			if st.Standing == Accepted {
				out = append(out, feature.Text{Ref: st.Ref(), What: "conversation.field.statement", Text: st.Words, Edit: StatementPath(st) + "/translate"})
			}
		}
	}
	return out, nil
}

// followForSearch keeps the search in step with conversations and statements.
func (s *Service) followForSearch(tx *db.Tx, f record.Fact) error {
	if f.Subject.Kind == "conversation.statement" {
		st, err := statementByID(tx, f.Subject.ID)
		if err != nil {
			return err
		}
		return s.indexStatement(tx, st)
	}
	if f.Kind == process.PublishedIt {
		all, err := conversationsOf(tx, f.Process)
		for _, c := range all {
			if err := s.index(tx, c, true); err != nil {
				return err
			}
		}
		return err
	}
	c, err := conversationByID(tx, f.Subject.ID)
	if err != nil {
		return err
	}
	return s.index(tx, c, f.Kind == Opened || f.Kind == Imported)
}

// index enters a conversation as it is now, with its statements if that is asked
// for. What is not public cannot be found.
func (s *Service) index(tx *db.Tx, c Conversation, statements bool) error {
	if err := search.Remove(tx, c.Ref()); err != nil {
		return err
	}
	if card, err := s.card(tx, c.ID); err != nil || !card.Public {
		return err
	}
	var docs []search.Doc
	for l, title := range c.Title.All() {
		docs = append(docs, search.Doc{
			Ref: c.Ref(), Process: c.Process, Lang: l, Title: title, Text: c.Intro.Words(l), Path: Path(c.ID), Public: true, Kind: "conversation",
		})
	}
	if err := search.Put(tx, docs...); err != nil || !statements {
		return err
	}
	all, err := statementsOf(tx, c.ID)
	for _, st := range all {
		if err := s.indexStatement(tx, st); err != nil {
			return err
		}
	}
	return err
}

func (s *Service) indexStatement(tx *db.Tx, st Statement) error {
	if err := search.Remove(tx, st.Ref()); err != nil {
		return err
	}
	card, err := s.statementCard(tx, st.ID)
	if err != nil || !card.Public {
		return err
	}
	var docs []search.Doc
	for l, words := range st.Words.All() {
		docs = append(docs, search.Doc{
			Ref: st.Ref(), Process: card.Process, Lang: l, Title: words, Path: card.Path, Public: true, Kind: "conversation.statement",
		})
	}
	return search.Put(tx, docs...)
}

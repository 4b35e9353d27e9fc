package priority

import (
	"context"

	"penc/internal/ground/access"
	"penc/internal/ground/fault"
	"penc/internal/ground/ref"
	"penc/internal/platform/db"
)

// ResultsTx returns the ballots of a meeting that were counted, in the order in
// which they were opened.
func (s *Service) ResultsTx(tx *db.Tx, meeting ref.ID) ([]Result, error) {
	all, err := ballotsOf(tx, meeting)
	var out []Result
	for _, sh := range all {
		if sh.Stand == Counted && sh.Outcome != nil {
			out = append(out, Result{sh.Ballot, *sh.Outcome})
		}
	}
	return out, err
}

// ResultTx returns one ballot that was counted; NotFound if it was not.
func (s *Service) ResultTx(tx *db.Tx, ballot ref.ID) (Result, error) {
	sh, err := ballotByID(tx, ballot)
	if err == nil && (sh.Stand != Counted || sh.Outcome == nil) {
		err = fault.New(fault.NotFound, "", "priority.ballot.unknown")
	}
	if err != nil {
		return Result{}, err
	}
	return Result{sh.Ballot, *sh.Outcome}, nil
}

// VotersTx returns who voted in any ballot of a meeting that was not cancelled,
// secret ones too: of these it is not known how.
func (s *Service) VotersTx(tx *db.Tx, meeting ref.ID) (map[ref.ID]bool, error) {
	all, err := votersOf(tx, meeting)
	out := make(map[ref.ID]bool, len(all))
	for _, id := range all {
		out[id] = true
	}
	return out, err
}

// PrioritiesTx returns what the ballots of a process chose, meeting by meeting and
// in the order in which it was chosen.
func (s *Service) PrioritiesTx(tx *db.Tx, process ref.ID) ([]Priority, error) {
	boards, err := boardsOf(tx, process)
	if err != nil {
		return nil, err
	}
	var out []Priority
	for _, row := range boards {
		if row.Items, err = itemsOf(tx, row.Meeting); err != nil {
			return nil, err
		}
		for _, it := range row.In(Chosen) {
			out = append(out, Priority{row.Meeting, it.Ballot, it.Rank, it})
		}
	}
	return out, nil
}

// Overview returns the boards of a process that were opened, the earliest first,
// and the ballots on them. Faults: NotFound.
func (s *Service) Overview(ctx context.Context, who access.Actor, process ref.ID) (boards []Board, ballots []Ballot, err error) {
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		boards, ballots = nil, nil
		p, err := s.processes.ByIDTx(tx, process)
		if err == nil && !p.VisibleTo(who) {
			err = fault.New(fault.NotFound, "", "process.unknown")
		}
		if err != nil {
			return err
		}
		rows, err := boardsOf(tx, process)
		if err != nil {
			return err
		}
		for _, row := range rows {
			b, err := s.BoardTx(tx, row.Meeting)
			if err != nil {
				return err
			}
			boards = append(boards, b)
		}
		all, err := ballotsOfProcess(tx, process)
		for _, sh := range all {
			ballots = append(ballots, sh.Ballot)
		}
		return err
	})
	return boards, ballots, err
}

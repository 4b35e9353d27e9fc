package hall

import (
	"context"

	"penc/internal/ground/access"
	"penc/internal/ground/fault"
	"penc/internal/ground/ref"
	"penc/internal/platform/db"
	"penc/internal/platform/record"
)

// TakeTemperature puts a question to everybody present; one check is open at a
// time. The projector shows it. Conveners and facilitators may. Faults: NotFound,
// Forbidden, Closed, Invalid by field. Fact: TemperatureAsked.
func (s *Service) TakeTemperature(ctx context.Context, who access.Actor, id ref.ID, in Temperature) (t Temperature, err error) {
	_, err = s.change(ctx, who, id, "take the temperature", func(tx *db.Tx, at place) (Hall, error) {
		if err := record.Once(tx, who, TemperatureAsked); err != nil {
			return at.Hall, err
		}
		_, running, err := openTemperature(tx, id)
		if err != nil {
			return at.Hall, err
		}
		if t, err = at.take(in, running, tx.Now); err != nil {
			return at.Hall, err
		}
		if t.ID, err = tx.NewID(); err != nil {
			return at.Hall, err
		}
		t.By = who.In(at.Process)
		if err := saveTemperature(tx, t); err != nil {
			return at.Hall, err
		}
		h := at.Hall
		h.Screen.View = ShowTemperature
		return h, record.Append(tx, who, TemperatureAsked, at.meeting.Ref(), at.Process, t.Question)
	})
	return t, err
}

// Answer answers the check that is open, or changes one's answer. Whoever is
// present may. Faults: NotFound, Forbidden, Closed, Invalid.
func (s *Service) Answer(ctx context.Context, who access.Actor, id, temperature ref.ID, step int) error {
	err := s.db.Write(ctx, func(tx *db.Tx) error {
		if err := tx.Lock("hall.temperature/" + string(temperature)); err != nil {
			return err
		}
		at, err := s.at(tx, who, id)
		if err != nil {
			return err
		}
		p, err := s.attendance.Present(tx, who, id)
		if err != nil {
			return err
		}
		t, err := temperatureByID(tx, at.Meeting, temperature)
		if err != nil {
			return err
		}
		if err := t.answer(step); err != nil {
			return err
		}
		ring(tx, id)
		return saveAnswer(tx, temperature, Answer{p.Participant, p.Group, step})
	})
	return fault.Wrap("answer a temperature check", err)
}

// CloseTemperature closes a check, adds its answers up and forgets who gave which.
// Closing twice changes nothing. Conveners and facilitators may. Faults: NotFound,
// Forbidden. Fact: TemperatureTaken.
func (s *Service) CloseTemperature(ctx context.Context, who access.Actor, id, temperature ref.ID) (t Temperature, err error) {
	err = s.db.Write(ctx, func(tx *db.Tx) error {
		at, err := s.locked(tx, who, id)
		if err != nil {
			return err
		}
		if err := MayRun(who, at.meeting); err != nil {
			return err
		}
		if err := tx.Lock("hall.temperature/" + string(temperature)); err != nil {
			return err
		}
		if t, err = temperatureByID(tx, id, temperature); err != nil || !t.IsOpen() {
			return err
		}
		t, err = closeTemperature(tx, who, t)
		return err
	})
	return t, fault.Wrap("close a temperature check", err)
}

func closeTemperature(tx *db.Tx, who access.Actor, t Temperature) (Temperature, error) {
	answers, err := answersOf(tx, t.ID)
	if err != nil {
		return t, err
	}
	if t, err = t.Close(answers, tx.Now); err != nil {
		return t, err
	}
	if err := saveTemperature(tx, t); err != nil {
		return t, err
	}
	if err := forgetAnswers(tx, t.ID); err != nil {
		return t, err
	}
	ring(tx, t.Meeting)
	return t, record.Append(tx, who, TemperatureTaken, ref.To("meeting", t.Meeting), t.Process, []any{t.Question, t.Steps, t.ByGroup},
		record.Figure("answers", t.Answers))
}

// TemperaturesTx returns the temperature checks of a meeting, the first one first.
func (s *Service) TemperaturesTx(tx *db.Tx, meeting ref.ID) ([]Temperature, error) {
	return temperaturesOf(tx, meeting)
}

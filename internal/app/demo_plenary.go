package app

import (
	"context"
	"fmt"
	"math/rand/v2"
	"sync/atomic"
	"time"

	"penc/internal/deliberate/priority"
	"penc/internal/gather/attendance"
	"penc/internal/gather/breakout"
	"penc/internal/gather/hall"
	"penc/internal/gather/meeting"
	"penc/internal/ground/access"
	"penc/internal/ground/lang"
	"penc/internal/ground/ref"
	"penc/internal/ground/when"
	"penc/internal/platform/db"
)

// The invented country met yesterday, and meets today. Yesterday's plenary went from
// three breakouts to three priorities; today's has just heard its first report-back,
// and whoever tries the demonstration goes on from there.

// A demoClock is a clock that is set back while the demonstration tells of
// yesterday.
type demoClock struct {
	base func() time.Time
	off  atomic.Int64
}

func (c *demoClock) now() time.Time { return c.base().Add(time.Duration(c.off.Load())) }

// set makes the clock show t and go on from there.
func (c *demoClock) set(t time.Time) { c.off.Store(int64(t.Sub(c.base()))) }

// pass lets time go by.
func (c *demoClock) pass(d time.Duration) { c.off.Add(int64(d)) }

// right makes the clock show its own time again.
func (c *demoClock) right() { c.off.Store(0) }

// yesterday sets the clock to yesterday at nine and returns that day.
func (c *demoClock) yesterday() when.Date {
	day := c.base().UTC().AddDate(0, 0, -1)
	c.set(time.Date(day.Year(), day.Month(), day.Day(), 9, 0, 0, 0, time.UTC))
	return when.DateOf(day)
}

// A plenary is a meeting of the invented country that is being played.
type plenary struct {
	app     *App
	lead    access.Actor // the facilitator
	meeting meeting.Meeting
	people  []access.Actor // everybody who is there
	room    map[ref.ID][]access.Actor
	rng     *rand.Rand
}

// both returns a text in French and English, written in French.
func both(fr, en string) lang.Text {
	return lang.Of(lang.French, map[lang.Tag]string{lang.French: fr, lang.English: en})
}

// actor returns somebody of the invented country as they act when signed in.
func (a *App) actor(ctx context.Context, address string) (who access.Actor, err error) {
	err = a.DB.Read(ctx, func(tx *db.Tx) error {
		p, err := a.People.ByEmailTx(tx, address)
		if err != nil {
			return err
		}
		roles, participants, err := a.Roles.Of(tx, p.ID)
		who = access.Actor{Person: p.ID, Roles: roles, Participants: participants, Channel: access.System}
		return err
	})
	return who, err
}

// convene plans a plenary of the invented country, opens its door and lets people
// in: accounts from the given one on, and some who have none.
func (a *App) convene(ctx context.Context, m meeting.Meeting, first, accounts, walkIns int) (*plenary, error) {
	lead, err := a.actor(ctx, demoPeople[1].address)
	if err != nil {
		return nil, err
	}
	p := &plenary{app: a, lead: lead, room: map[ref.ID][]access.Actor{}, rng: rand.New(rand.NewPCG(7, uint64(first)))}
	if p.meeting, err = a.Meetings.Convene(ctx, lead, m); err != nil {
		return nil, err
	}
	if p.meeting, err = a.Meetings.SetProgramme(ctx, lead, p.meeting.ID, m.Programme, p.meeting.Version); err != nil {
		return nil, err
	}
	door, err := a.Attendance.OpenCheckIn(ctx, lead, p.meeting.ID)
	if err != nil {
		return nil, err
	}
	for i := range accounts {
		who, err := a.actor(ctx, fmt.Sprintf("person-%02d%s", first+i, simulatedAddress))
		if err != nil {
			return nil, err
		}
		if err := p.arrive(ctx, who, attendance.Arrival{Code: door.Code, Mode: mode(i), Lang: lang.French}); err != nil {
			return nil, err
		}
	}
	w, err := a.Processes.Whole(ctx, lead, mareola)
	if err != nil {
		return nil, err
	}
	for i := range walkIns {
		err := p.arrive(ctx, access.Actor{Channel: access.System}, attendance.Arrival{
			Code: door.Code, Mode: attendance.Room, Lang: lang.French, Group: w.Groups[(i+4)%len(w.Groups)].ID,
			Name: fmt.Sprintf("Simulated visitor %d", i+1),
		})
		if err != nil {
			return nil, err
		}
	}
	return p, nil
}

// mode puts two of three people in the room.
func mode(i int) attendance.Mode {
	if i%3 == 2 {
		return attendance.Remote
	}
	return attendance.Room
}

func (p *plenary) arrive(ctx context.Context, who access.Actor, in attendance.Arrival) error {
	at, _, err := p.app.Attendance.CheckIn(ctx, who, p.meeting.ID, in)
	if err != nil {
		return err
	}
	who.Participants = map[ref.ID]ref.ID{mareola: at.Participant}
	p.people = append(p.people, who)
	return nil
}

// A played is a breakout as it goes: the ideas of its people and what it reports.
type played struct {
	ideas []string // in French
	lines []lang.Text
	open  lang.Text // the question that stays open
}

// breakouts has everybody choose a room and write ideas down there. The first one
// in a room reports, if there is something to report.
func (p *plenary) breakouts(ctx context.Context, play []played) error {
	s, id := p.app.Breakouts, p.meeting.ID
	if _, err := s.Open(ctx, p.lead, id); err != nil {
		return err
	}
	for i, who := range p.people {
		at := p.meeting.Breakouts[(i+i/5)%len(play)].ID
		if _, err := s.Choose(ctx, who, id, at); err != nil {
			return err
		}
		p.room[at] = append(p.room[at], who)
	}
	for n, in := range play {
		at := p.meeting.Breakouts[n].ID
		for i, idea := range in.ideas {
			who := p.room[at][i%len(p.room[at])]
			_, err := s.Collect(ctx, who, breakout.Point{Meeting: id, Breakout: at, Text: idea, Lang: lang.French, Way: breakout.Phone})
			if err != nil {
				return err
			}
		}
		if len(in.lines) == 0 {
			continue
		}
		if err := p.report(ctx, at, in); err != nil {
			return err
		}
	}
	return nil
}

func (p *plenary) report(ctx context.Context, at ref.ID, in played) error {
	s, who := p.app.Breakouts, p.room[at][0]
	if err := s.NameRapporteur(ctx, who, p.meeting.ID, at, who.In(mareola)); err != nil {
		return err
	}
	body := breakout.Body{Questions: in.open}
	for i, text := range in.lines {
		body.Lines = append(body.Lines, breakout.Line{Text: text, Support: len(p.room[at]) - 2*i})
	}
	_, _, err := s.Write(ctx, who, p.meeting.ID, at, breakout.Writing{File: true, Way: breakout.Rapporteur, Body: body})
	return err
}

// speak gives the floor to some people, one after the other.
func (p *plenary) speak(ctx context.Context, clock *demoClock, speakers ...int) error {
	for _, n := range speakers {
		who := p.people[n%len(p.people)]
		q, err := p.app.Halls.Ask(ctx, who, p.meeting.ID, "")
		if err != nil {
			return err
		}
		if err := p.app.Halls.GiveFloor(ctx, p.lead, p.meeting.ID, q.ID); err != nil {
			return err
		}
		clock.pass(time.Duration(50+p.rng.IntN(140)) * time.Second)
		if err := p.app.Halls.EndTurn(ctx, p.lead, p.meeting.ID, q.ID); err != nil {
			return err
		}
	}
	return nil
}

// temperature asks everybody and closes.
func (p *plenary) temperature(ctx context.Context, question lang.Text) error {
	t, err := p.app.Halls.TakeTemperature(ctx, p.lead, p.meeting.ID, hall.Temperature{Question: question, Scale: hall.Warmth})
	if err != nil {
		return err
	}
	for _, who := range p.people {
		if err := p.app.Halls.Answer(ctx, who, p.meeting.ID, t.ID, 1+min(4, p.rng.IntN(4)+p.rng.IntN(2))); err != nil {
			return err
		}
	}
	_, err = p.app.Halls.CloseTemperature(ctx, p.lead, p.meeting.ID, t.ID)
	return err
}

// rank opens a ballot on everything that stands on the board, has most people vote,
// and closes it.
func (p *plenary) rank(ctx context.Context, clock *demoClock, seats int) error {
	s := p.app.Priorities
	b, err := s.OpenBallot(ctx, p.lead, p.meeting.ID, priority.Call{
		Title: map[lang.Tag]string{lang.French: "Trois priorités pour la suite", lang.English: "Three priorities for what follows"},
		From:  lang.French, Paper: priority.Tick, Most: 4, Rule: priority.Usual, Seats: seats, Weight: priority.Equal, Seen: p.seen(ctx),
	})
	if err != nil {
		return err
	}
	for i, who := range p.people {
		if i%9 == 8 { // some do not vote
			continue
		}
		var marks priority.Marks
		for n := range b.Items {
			// Each room stands by what it reported, and likes some of the rest.
			if own := (i + i/5) % 3; (n/3 == own && p.rng.IntN(3) > 0 || p.rng.IntN(5) == 0) && len(marks) < 4 {
				marks = append(marks, priority.Mark{Item: n, N: 1})
			}
		}
		if len(marks) == 0 {
			marks = priority.Marks{{Item: i % len(b.Items), N: 1}}
		}
		if _, err := s.Cast(ctx, priority.Voice{Who: who}, b.ID, marks); err != nil {
			return err
		}
	}
	clock.pass(4 * time.Minute)
	_, err = s.Close(ctx, p.lead, b.ID)
	return err
}

// seen returns the number of the last change of the board.
func (p *plenary) seen(ctx context.Context) (last int) {
	p.app.DB.Read(ctx, func(tx *db.Tx) error {
		b, err := p.app.Priorities.BoardTx(tx, p.meeting.ID)
		last = b.Last
		return err
	})
	return last
}

// begin opens the hall at a point of the agenda.
func (p *plenary) begin(ctx context.Context, item int) error {
	_, err := p.app.Halls.BeginItem(ctx, p.lead, p.meeting.ID, p.meeting.Agenda[item].ID)
	return err
}

// all runs steps until one fails.
func all(steps ...func() error) error {
	for _, step := range steps {
		if err := step(); err != nil {
			return err
		}
	}
	return nil
}

// seedYesterday plays a plenary from its opening to its priorities.
func (a *App) seedYesterday(ctx context.Context, clock *demoClock, day when.Date) error {
	p, err := a.convene(ctx, prioritiesPlenary(day), 1, 36, 9)
	if err != nil {
		return fmt.Errorf("convene: %w", err)
	}
	id := p.meeting.ID
	var board priority.Board
	return all(
		func() error { _, err := a.Halls.Open(ctx, p.lead, id); return err },
		func() error { return p.begin(ctx, 0) },
		func() error { return p.speak(ctx, clock, 1, 8, 14, 2) },
		func() error { clock.pass(10 * time.Minute); return p.begin(ctx, 1) },
		func() error { return p.breakouts(ctx, meterRooms) },
		func() error { clock.pass(50 * time.Minute); return nil },
		func() error { _, err := a.Breakouts.Close(ctx, p.lead, id); return err },
		func() error { return p.begin(ctx, 2) },
		func() error { return p.speak(ctx, clock, 0, 5, 10, 21, 17, 8) },
		func() error {
			return p.temperature(ctx, both("Avons-nous entendu les trois ateliers ?", "Have we heard the three breakouts?"))
		},
		func() error { board, err = a.Priorities.OpenBoard(ctx, p.lead, id, true); return err },
		func() error { return p.tidy(ctx, board) },
		func() error { clock.pass(15 * time.Minute); return p.begin(ctx, 3) },
		func() error { return p.rank(ctx, clock, 3) },
		func() error {
			_, err := a.Halls.Decide(ctx, p.lead, id, hall.Decision{Text: both(
				"Les trois priorités sont portées à la deuxième plénière ; ce qui est écarté peut revenir.",
				"The three priorities go to the second plenary; what was set aside can return.")})
			return err
		},
		func() error {
			_, err := a.Halls.Park(ctx, p.lead, id, both("Qui paie la pose dans les logements loués ?", "Who pays for installation in rented homes?"))
			return err
		},
		func() error { _, err := a.Halls.End(ctx, p.lead, id); return err },
		func() error { _, err := a.Attendance.CloseCheckIn(ctx, p.lead, id); return err },
	)
}

// tidy merges two items that two rooms reported in other words, and sets one aside.
func (p *plenary) tidy(ctx context.Context, b priority.Board) error {
	if len(b.Items) < 9 {
		return fmt.Errorf("the board has only %d items", len(b.Items))
	}
	s := p.app.Priorities
	_, err := s.MergeItems(ctx, p.lead, p.meeting.ID, priority.Wording{
		Items: []ref.ID{b.Items[1].ID, b.Items[8].ID}, From: lang.French, Seen: p.seen(ctx),
		Words: map[lang.Tag]string{
			lang.French:  "Chaque foyer voit ses relevés en premier, sur papier s’il le demande",
			lang.English: "Each household sees its readings first, on paper if it asks",
		},
	})
	if err != nil {
		return err
	}
	_, err = s.PutAside(ctx, p.lead, p.meeting.ID, priority.Wording{
		Items: []ref.ID{b.Items[5].ID}, From: lang.French, Seen: p.seen(ctx),
		Words: map[lang.Tag]string{
			lang.French:  "La plénière attend l’étude de l’Université avant d’en parler.",
			lang.English: "The plenary waits for the university’s study before talking about it.",
		},
	})
	return err
}

// seedToday opens a plenary that is under way: people choose among three breakouts,
// one has reported, and the queue has three people in it.
func (a *App) seedToday(ctx context.Context) error {
	p, err := a.convene(ctx, recoursePlenary(when.DateOf(a.DB.Now())), 37, 22, 4)
	if err != nil {
		return fmt.Errorf("convene: %w", err)
	}
	id := p.meeting.ID
	return all(
		func() error { _, err := a.Halls.Open(ctx, p.lead, id); return err },
		func() error { return p.begin(ctx, 1) },
		func() error { return p.breakouts(ctx, recourseRooms) },
		func() error {
			for _, n := range []int{3, 9, 16} {
				if _, err := a.Halls.Ask(ctx, p.people[n], id, ""); err != nil {
					return err
				}
			}
			return nil
		},
		func() error { _, err := a.Priorities.OpenBoard(ctx, p.lead, id, true); return err },
	)
}

package app

import (
	"context"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"regexp"
	"sync"
	"time"

	"penc/examples"
	"penc/internal/deliberate/conversation"
	"penc/internal/ground/access"
	"penc/internal/ground/fault"
	"penc/internal/ground/lang"
	"penc/internal/ground/ref"
	"penc/internal/people/person"
	"penc/internal/people/role"
	"penc/internal/platform/db"
	"penc/opinion"
)

// The demonstration: two real processes, one real conversation, and one invented
// country whose people and votes are simulated and marked so on every page.

// The process of the invented country and its conversation, as its file names
// them.
const (
	mareola          ref.ID = "mareola-water-meters"
	mareolaOpen      ref.ID = "ma-conversation-meters"
	electoral        ref.ID = "canada-electoral-reform"
	electoralExport         = "canadian-electoral-reform"
	simulatedPeople         = 64
	simulatedVoting         = 24           // statements a simulated person is asked about
	mareolaWritten          = "2026-11-22" // the day for which the file's dates were written
	simulatedAddress        = "@mareola.example"
)

// A DemoLink lets somebody of the invented country in.
type DemoLink struct{ Role, URL string }

// Seed fills an empty site with the demonstration. On a site that has it already
// it changes nothing. Either way it returns fresh links to sign in with.
func (a *App) Seed(ctx context.Context) ([]DemoLink, error) {
	_, err := a.Processes.ByID(ctx, access.AtConsole(mareola), mareola)
	switch {
	case fault.KindOf(err) == fault.NotFound:
		if err := a.seed(ctx); err != nil {
			return nil, fmt.Errorf("fill the demonstration: %w", err)
		}
	case err != nil:
		return nil, err
	}
	return a.demoLinks(ctx)
}

func (a *App) seed(ctx context.Context) error {
	today := a.DB.Now()
	day := a.clock.yesterday()
	defer a.clock.right()
	names, err := fs.Glob(examples.Files, "*.yaml")
	if err != nil {
		return err
	}
	for _, name := range names {
		file, err := examples.Files.ReadFile(name)
		if err != nil {
			return err
		}
		if processOf(file) == mareola {
			file = toToday(file, today)
		}
		out := a.Do(ctx, Command{Name: ImportCommand, Args: map[string]string{"yes": "1", "publish": "1"}, File: file})
		if out.Fault != "" {
			return fmt.Errorf("%s: %s", name, out.Fault)
		}
	}
	if err := a.seedElectoral(ctx); err != nil {
		return err
	}
	if err := a.seedPeople(ctx); err != nil {
		return err
	}
	if err := a.seedVotes(ctx); err != nil {
		return err
	}
	if err := a.seedYesterday(ctx, a.clock, day); err != nil {
		return fmt.Errorf("yesterday's plenary: %w", err)
	}
	if err := a.CatchUp(ctx); err != nil {
		return err
	}
	a.clock.right()
	if err := a.seedToday(ctx); err != nil {
		return fmt.Errorf("today's plenary: %w", err)
	}
	return a.CatchUp(ctx)
}

var isoDate = regexp.MustCompile(`\b20(?:2[5-9]|3\d)-\d\d-\d\d\b`)

// toToday moves the dates of the invented process by whole weeks, so that its
// conversation is always open.
func toToday(file []byte, now time.Time) []byte {
	written, _ := time.Parse(time.DateOnly, mareolaWritten)
	weeks := int(now.Sub(written).Hours() / 24 / 7)
	return isoDate.ReplaceAllFunc(file, func(b []byte) []byte {
		d, err := time.Parse(time.DateOnly, string(b))
		if err != nil {
			return b
		}
		return []byte(d.AddDate(0, 0, 7*weeks).Format(time.DateOnly))
	})
}

// seedElectoral imports the real conversation with the attribution that its
// licence asks for.
func (a *App) seedElectoral(ctx context.Context) error {
	folder, err := fs.Sub(examples.Files, electoralExport)
	if err != nil {
		return err
	}
	_, err = a.Conversations.ImportPolis(ctx, access.AtConsole(electoral), conversation.PolisImport{
		ID: electoralExport, Process: electoral, Lang: lang.English,
		Title: lang.Of(lang.English, map[lang.Tag]string{
			lang.English: "Canadian Electoral Reform", lang.French: "Réforme électorale canadienne",
		}),
		Intro: lang.Of(lang.English, map[lang.Tag]string{
			lang.English: "The statements are shown as their authors wrote them, in English. The people behind the votes are numbers.",
			lang.French:  "Les énoncés sont montrés tels que leurs auteurs les ont écrits, en anglais. Les personnes derrière les votes sont des numéros.",
		}),
		Origin: conversation.Origin{
			Title: "Canadian Electoral Reform (Polis, 2016)", URL: "https://compdemocracy.org/case-studies/2016-canadian-electoral-reform",
			Licence: "CC BY 4.0", LicenceURL: "https://creativecommons.org/licenses/by/4.0/",
			Attribution: "Data was gathered using the Polis software (compdemocracy.org/polis) and is sub-licensed under CC BY 4.0 with Attribution to The Computational Democracy Project.",
		},
		Folder: folder,
	})
	return err
}

// The people of the invented country who can be tried out, and their roles.
var demoPeople = []struct {
	role, address, name string
}{
	{access.Convener, "convener" + simulatedAddress, "Awela Tourani (simulated)"},
	{access.Facilitator, "facilitator" + simulatedAddress, "Bento Ilmari (simulated)"},
	{access.Member, "member" + simulatedAddress, "Celia Moravi (simulated)"},
}

// seedPeople makes the accounts that the links sign in to.
func (a *App) seedPeople(ctx context.Context) error {
	for _, p := range demoPeople {
		if err := a.simulate(ctx, p.address, p.name, p.role, ""); err != nil {
			return err
		}
	}
	return nil
}

// simulate makes an account of the invented country with a role and a group.
func (a *App) simulate(ctx context.Context, address, name, roleName string, group ref.ID) error {
	return a.DB.Write(ctx, func(tx *db.Tx) error {
		who := access.AtConsole(mareola)
		p, err := a.People.JoinTx(tx, who, person.Joining{
			Email: address, Name: name, Lang: lang.French, Zone: "Africa/Dakar", Consent: person.ConsentVersion,
		})
		if err != nil {
			return err
		}
		if roleName == access.Convener {
			_, err = a.Roles.FirstConvenerTx(tx, who, mareola, p.ID)
		} else {
			_, err = a.Roles.GiveTx(tx, who, mareola, p.ID, roleName)
		}
		if err != nil || group == "" {
			return err
		}
		who.Person = p.ID
		_, err = a.Roles.DeclareTx(tx, who, mareola, role.Declaration{Group: group})
		return err
	})
}

// seedVotes makes simulated members who vote. Each has a place on two axes of
// opinion; a statement pulls along a direction of its own. The source of chance
// is seeded, so that every demonstration looks the same.
func (a *App) seedVotes(ctx context.Context) error {
	w, err := a.Processes.Whole(ctx, access.AtConsole(mareola), mareola)
	if err != nil {
		return err
	}
	board, err := a.Conversations.BoardOf(ctx, access.AtConsole(mareola), mareolaOpen)
	if err != nil {
		return err
	}
	rng := rand.New(rand.NewPCG(2018, 11))
	pull := make([][3]float64, len(board.Statements)) // x, y, general appeal
	for j := range pull {
		pull[j] = [3]float64{rng.NormFloat64() * 1.6, rng.NormFloat64() * 1.1, rng.NormFloat64()*0.8 + 0.3}
	}
	centres := [][2]float64{{-1.2, 0.4}, {1.1, 0.6}, {0.1, -1.3}}
	var wg sync.WaitGroup
	failed := make(chan error, simulatedPeople)
	for i := range simulatedPeople {
		group := w.Groups[i%len(w.Groups)].ID
		c := centres[(i%len(w.Groups)+rng.IntN(2))%len(centres)]
		x, y := c[0]+0.45*rng.NormFloat64(), c[1]+0.45*rng.NormFloat64()
		own := rand.New(rand.NewPCG(uint64(i), 7))
		wg.Go(func() {
			address := fmt.Sprintf("person-%02d%s", i+1, simulatedAddress)
			if err := a.voteAs(ctx, address, group, board.Statements, pull, x, y, own); err != nil {
				failed <- err
			}
		})
	}
	wg.Wait()
	close(failed)
	return <-failed
}

// voteAs makes one simulated member and casts their votes.
func (a *App) voteAs(ctx context.Context, address string, group ref.ID, statements []conversation.Statement, pull [][3]float64, x, y float64, rng *rand.Rand) error {
	name := fmt.Sprintf("Simulated person %s", address[7:9])
	if err := a.simulate(ctx, address, name, access.Member, group); err != nil {
		return err
	}
	p, err := a.personByEmail(ctx, address)
	if err != nil {
		return err
	}
	who := access.Actor{Person: p.ID, Channel: access.System}
	for n, j := range rng.Perm(len(statements)) {
		if n >= simulatedVoting-rng.IntN(10) {
			break
		}
		lean := pull[j][0]*x + pull[j][1]*y + pull[j][2] + 0.7*rng.NormFloat64()
		vote := opinion.Pass
		switch {
		case lean > 0.35:
			vote = opinion.Agree
		case lean < -0.35:
			vote = opinion.Disagree
		}
		if _, err := a.Conversations.Cast(ctx, conversation.Voice{Who: who}, conversation.Ballot{Conversation: mareolaOpen, Statement: statements[j].ID, Vote: vote}); err != nil {
			return err
		}
	}
	return nil
}

func (a *App) personByEmail(ctx context.Context, address string) (p person.Person, err error) {
	err = a.DB.Read(ctx, func(tx *db.Tx) (err error) {
		p, err = a.People.ByEmailTx(tx, address)
		return err
	})
	return p, err
}

// demoLinks issues links that are good for a day.
func (a *App) demoLinks(ctx context.Context) ([]DemoLink, error) {
	var links []DemoLink
	for _, d := range demoPeople {
		p, err := a.personByEmail(ctx, d.address)
		if err != nil {
			return nil, err
		}
		next := "/processes/" + string(mareola)
		if d.role != access.Member {
			next += "/desk"
		}
		path, err := a.Door.IssueLink(ctx, access.AtConsole(mareola), p.ID, next)
		if err != nil {
			return nil, err
		}
		links = append(links, DemoLink{d.role, a.Site.BaseURL + path})
	}
	return links, nil
}

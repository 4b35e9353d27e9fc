package app

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"penc/internal/ground/access"
	"penc/internal/ground/carry"
	"penc/internal/ground/fault"
	"penc/internal/ground/lang"
	"penc/internal/ground/ref"
	"penc/internal/people/person"
	"penc/internal/platform/db"
	"penc/internal/share/exchange"
)

// The commands that a running server carries out for the console.
const (
	ImportCommand   = "import"   // file, "yes", "publish", "for" (mail address of the convener)
	OperatorCommand = "operator" // "mail"
	BackupCommand   = "backup"   // a backup was made: "file", "made", "bytes", "sealed", "missing"
)

// Exit codes of the command line.
const (
	ExitDone   = 0
	ExitDefect = 1 // something went wrong on our side
	ExitRefuse = 2 // the input is at fault
)

// Do carries out a command of the console.
func (a *App) Do(ctx context.Context, c Command) Outcome {
	var out Outcome
	var err error
	switch c.Name {
	case ImportCommand:
		out, err = a.importFile(ctx, c)
	case BackupCommand:
		err = a.noteBackup(ctx, c.Args)
	case OperatorCommand:
		out, err = a.nameOperator(ctx, c.Args["mail"])
	default:
		err = fmt.Errorf("unknown command %q: the server may be of another version", c.Name)
	}
	if err != nil {
		out.Fault, out.Exit = a.explain(err)
	}
	return out
}

// explain returns what the console is told of an error, and the exit code.
func (a *App) explain(err error) (string, int) {
	if broken := exchange.Faults(err); broken != nil {
		lines := make([]string, len(broken))
		for i, f := range broken {
			lines[i] = fmt.Sprintf("line %d, %s: %s", f.Line, f.Field, f.Text)
		}
		return strings.Join(lines, "\n"), ExitRefuse
	}
	all := fault.All(err)
	if len(all) == 0 {
		return err.Error(), ExitDefect
	}
	lines := make([]string, len(all))
	for i, e := range all {
		lines[i] = a.Words.Fault(lang.English, e)
		if e.Field != "" {
			lines[i] = e.Field + ": " + lines[i]
		}
	}
	return strings.Join(lines, "\n"), ExitRefuse
}

// importFile plans a process file and, if told so, carries it out.
func (a *App) importFile(ctx context.Context, c Command) (Outcome, error) {
	who := access.AtConsole(processOf(c.File))
	if address := c.Args["for"]; address != "" {
		p, err := a.personByEmail(ctx, address)
		if err != nil {
			return Outcome{}, err
		}
		who.Person = p.ID
	}
	if c.Args["yes"] == "" {
		plan, err := a.Exchange.Plan(ctx, who, c.File)
		if err != nil {
			return Outcome{}, err
		}
		return Outcome{Text: planText(plan) + "\nNothing has been saved. Add --yes to carry it out.\n", Data: planData(plan)}, nil
	}
	plan, err := a.Exchange.Adopt(ctx, who, c.File)
	if err != nil {
		return Outcome{}, err
	}
	text := planText(plan)
	if c.Args["publish"] != "" {
		who = access.AtConsole(plan.Process)
		_, err := a.Processes.Publish(ctx, who, plan.Process)
		if err != nil && !alreadyPublished(err) {
			return Outcome{Text: text}, err
		}
		text += "\nPublished.\n"
	}
	return Outcome{Text: text, Data: planData(plan)}, nil
}

// alreadyPublished reports whether publishing was refused because it is done.
func alreadyPublished(err error) bool {
	e, ok := errors.AsType[*fault.Error](err)
	return ok && e.Message == "process.publish.done"
}

// processOf reads the id of the process from a file, so that the console acts on
// it with every role. What is wrong with the file is told later.
func processOf(file []byte) ref.ID {
	in := false
	for line := range strings.Lines(string(file)) {
		if !strings.HasPrefix(line, " ") {
			in = strings.HasPrefix(line, "process:")
			continue
		}
		if id, ok := strings.CutPrefix(strings.TrimSpace(line), "id:"); in && ok {
			id, _, _ = strings.Cut(id, "#")
			return ref.ID(strings.Trim(strings.TrimSpace(id), `"'`))
		}
	}
	return ""
}

func planText(p exchange.Plan) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s: %d new, %d changed, %d as they are\n", p.Process,
		carry.Count(p.Changes, carry.Created), carry.Count(p.Changes, carry.Changed), carry.Count(p.Changes, carry.Unchanged))
	for _, part := range p.Parts() {
		for _, c := range part.Changes {
			if c.Kind != carry.Unchanged {
				fmt.Fprintf(&b, "  %-8s %s: %s\n", c.Kind, part.Section, c.Name)
			}
		}
	}
	return b.String()
}

func planData(p exchange.Plan) any {
	return map[string]any{
		"process": p.Process, "created": carry.Count(p.Changes, carry.Created),
		"changed": carry.Count(p.Changes, carry.Changed), "unchanged": carry.Count(p.Changes, carry.Unchanged),
	}
}

// nameOperator makes the owner of a mail address an operator of the site, with an
// account if they have none, and returns a link by which they sign in.
func (a *App) nameOperator(ctx context.Context, address string) (Outcome, error) {
	who := access.AtConsole("")
	var p person.Person
	err := a.DB.Write(ctx, func(tx *db.Tx) (err error) {
		p, err = a.People.ByEmailTx(tx, address)
		if fault.KindOf(err) == fault.NotFound {
			name, _, _ := strings.Cut(address, "@")
			p, err = a.People.JoinTx(tx, who, person.Joining{
				Email: address, Name: name, Lang: lang.Interface[0], Zone: "UTC", Consent: person.ConsentVersion,
			})
		}
		if err != nil {
			return err
		}
		return a.Roles.NameOperatorTx(tx, who, p.ID)
	})
	if err != nil {
		return Outcome{}, err
	}
	path, err := a.Door.IssueLink(ctx, who, p.ID, "/account")
	if err != nil {
		return Outcome{}, err
	}
	link := a.Site.BaseURL + path
	return Outcome{Text: address + " runs the site now. Sign in within a day: " + link + "\n", Data: map[string]any{"link": link}}, nil
}

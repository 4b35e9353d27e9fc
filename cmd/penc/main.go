// Command penc runs a country's multistakeholder policy process, from the first
// convening to adopted recommendations.
package main

import (
	"context"
	"errors"
	"fmt"
	"net"
	"os"
	"os/signal"
	"syscall"
	_ "time/tzdata" // time zones on machines that have none

	"github.com/alecthomas/kong"

	"penc/internal/app"
	"penc/internal/platform/config"
	"penc/internal/platform/db"
)

// commands are what penc can do.
type commands struct {
	Serve    serve    `cmd:"" help:"Run the site."`
	Demo     demo     `cmd:"" help:"Try Penc: two real processes, a real conversation, and an invented country to take part in."`
	Import   importer `cmd:"" help:"Take a process over from a file: show what it would do, and do it with --yes."`
	Backup   backups  `cmd:"" help:"Keep the whole site in one file, while it runs."`
	Restore  restore  `cmd:"" help:"Make a site of a backup, where nothing is."`
	Operator operator `cmd:"" help:"Make somebody an operator of the site."`
	Opinion  opinions `cmd:"" help:"Draw a map of opinion from a folder, without a site."`
	Ballot   ballots  `cmd:"" help:"Count an election from a file, without a site."`
	Version  version  `cmd:"" help:"Print the version."`
}

func main() {
	var c commands
	parser := kong.Must(&c,
		kong.Name("penc"),
		kong.Description("Runs a country's multistakeholder policy process and keeps a record that anyone can check.\n\nEvery flag can also be set by an environment variable or in a TOML file, under the same name."),
		kong.UsageOnError(),
		kong.Vars{"ballot_rules": ballotRules()},
		kong.Exit(func(code int) {
			if code != 0 {
				code = app.ExitRefuse
			}
			os.Exit(code)
		}),
	)
	k, err := parser.Parse(os.Args[1:])
	parser.FatalIfErrorf(err)
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	k.BindTo(ctx, (*context.Context)(nil))
	if err := k.Run(); err != nil {
		fmt.Fprintln(os.Stderr, "penc: "+err.Error())
		code := app.ExitDefect
		if r, ok := errors.AsType[refusal](err); ok {
			code = r.code
		}
		os.Exit(code)
	}
}

// A refusal is an error with an exit code of its own.
type refusal struct {
	text string
	code int
}

func (r refusal) Error() string { return r.text }

type serve struct{ config.Config }

// Run serves the site until it is told to stop.
func (s *serve) Run(ctx context.Context) error {
	return run(ctx, s.Config, false)
}

type demo struct {
	Addr     string `name:"addr" default:"127.0.0.1:8080" placeholder:"HOST:PORT" help:"Address to listen on; port 0 takes a free one."`
	Data     string `name:"data" placeholder:"FOLDER" help:"Folder to keep the demonstration in; a temporary one if not given."`
	LogLevel string `name:"log-level" default:"warn" placeholder:"debug|info|warn|error" help:"Least important lines that are logged."`
}

// Run serves the demonstration until it is told to stop.
func (d *demo) Run(ctx context.Context) error {
	dir := d.Data
	if dir == "" {
		temporary, err := os.MkdirTemp("", "penc-demo-")
		if err != nil {
			return err
		}
		defer os.RemoveAll(temporary)
		dir = temporary
	}
	c := config.Config{Addr: d.Addr, SiteName: "Penc", LogFormat: "text", LogLevel: d.LogLevel}
	c.Data = dir
	return run(ctx, c, true)
}

// run opens the program, answers requests and says when it is ready.
func run(ctx context.Context, c config.Config, demo bool) error {
	l, err := net.Listen("tcp", c.Addr)
	if err != nil {
		return err
	}
	defer l.Close()
	if demo { // passkeys need a name, not a number
		c.BaseURL = fmt.Sprintf("http://localhost:%d", l.Addr().(*net.TCPAddr).Port)
	}
	a, err := app.Open(ctx, app.Options{Config: c, Log: c.Logger(os.Stderr), Demo: demo})
	if err != nil {
		return err
	}
	defer a.Close()
	var links []app.DemoLink
	if demo {
		if links, err = a.Seed(ctx); err != nil {
			return err
		}
	}
	if err := a.Control(ctx); err != nil {
		return err
	}
	fmt.Println("ready " + c.Site())
	for _, link := range links {
		fmt.Printf("sign in as %s: %s\n", link.Role, link.URL)
	}
	return a.Serve(ctx, l)
}

type importer struct {
	config.Place
	File    string `arg:"" type:"existingfile" help:"The process file."`
	Yes     bool   `name:"yes" help:"Carry it out. Without it, only show what it would do."`
	Publish bool   `name:"publish" help:"Publish the process after taking it over."`
	For     string `name:"for" placeholder:"MAIL" help:"Mail address of the account that becomes the convener of a new process."`
	JSON    bool   `name:"json" help:"Print the outcome as JSON."`
}

// Run imports a file, through the running server if there is one.
func (i *importer) Run(ctx context.Context) error {
	file, err := os.ReadFile(i.File)
	if err != nil {
		return err
	}
	args := map[string]string{"for": i.For}
	if i.Yes {
		args["yes"] = "1"
	}
	if i.Publish {
		args["publish"] = "1"
	}
	return command(ctx, i.Place, app.Command{Name: app.ImportCommand, Args: args, File: file}, i.JSON)
}

type operator struct {
	config.Place
	Mail    string `arg:"" help:"Mail address of the new operator; an account is made if there is none."`
	BaseURL string `name:"base-url" env:"PENC_BASE_URL" default:"http://localhost:8080" placeholder:"URL" help:"Address of the site, for the sign-in link, where no server runs."`
	JSON    bool   `name:"json" help:"Print the outcome as JSON."`
}

// Run names an operator and prints a link to sign in with.
func (o *operator) Run(ctx context.Context) error {
	return command(ctx, o.Place, app.Command{Name: app.OperatorCommand, Args: map[string]string{"mail": o.Mail, "base-url": o.BaseURL}}, o.JSON)
}

// command has the running server carry a command out or, where none runs, opens
// the database for it.
func command(ctx context.Context, place config.Place, c app.Command, asJSON bool) error {
	out, ran, err := app.Send(ctx, place.Data, c)
	if err != nil {
		return err
	}
	if !ran {
		if out, err = alone(ctx, place, c); err != nil {
			return err
		}
	}
	return say(os.Stdout, out, asJSON)
}

func alone(ctx context.Context, place config.Place, c app.Command) (app.Outcome, error) {
	settings := config.Config{Place: place, Addr: "127.0.0.1:8080", BaseURL: c.Args["base-url"], SiteName: "Penc"}
	a, err := app.Open(ctx, app.Options{Config: settings})
	if errors.Is(err, db.ErrRunning) {
		return app.Outcome{}, refusal{err.Error(), app.ExitRefuse}
	}
	if err != nil {
		return app.Outcome{}, err
	}
	defer a.Close()
	out := a.Do(ctx, c)
	return out, nil
}

type version struct{}

// Run prints the version that the program was built from.
func (version) Run() error {
	fmt.Println("penc " + app.Version())
	return nil
}

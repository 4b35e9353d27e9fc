package config_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/alecthomas/kong"

	"penc/internal/platform/config"
)

// cli is a program with two commands, as Penc is.
type cli struct {
	Serve struct{ config.Config } `cmd:""`
	Check struct{ config.Place }  `cmd:""`
}

func parse(t *testing.T, args ...string) (*cli, error) {
	t.Helper()
	var c cli
	k, err := kong.New(&c, kong.Name("penc"), kong.Exit(func(int) { t.Fatal("exit") }))
	if err != nil {
		t.Fatal(err)
	}
	_, err = k.Parse(args)
	return &c, err
}

func serve(t *testing.T, args ...string) (config.Config, error) {
	t.Helper()
	c, err := parse(t, append([]string{"serve"}, args...)...)
	return c.Serve.Config, err
}

func file(t *testing.T, text string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "penc.toml")
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// clear hides the settings of the machine on which the test runs.
func clear(t *testing.T) {
	t.Helper()
	for _, v := range os.Environ() {
		if name, _, _ := strings.Cut(v, "="); strings.HasPrefix(name, "PENC_") {
			t.Setenv(name, "") // so that it comes back after the test
			os.Unsetenv(name)
		}
	}
}

func env(setting string) string {
	return "PENC_" + strings.ToUpper(strings.ReplaceAll(setting, "-", "_"))
}

// every setting with a value that is not built in.
var every = map[string]string{
	"data": "postgres://penc:hush@db/penc", "files": "/srv/files", "addr": "[::1]:9000", "base-url": "https://penc.example.org",
	"site-name": "Démarche", "proxy": "10.0.0.0/8,192.0.2.1", "smtp-host": "mail.example.org", "smtp-port": "465",
	"smtp-user": "penc", "smtp-password": "swordfish", "smtp-tls": "tls", "mail-from": "Penc <penc@example.org>",
	"log-format": "json", "log-level": "debug",
	"backup-dir": "/srv/backups", "backup-every": "6h0m0s", "backup-keep": "3d2w",
	"backup-key": "age1zvkyg2lqzraa2lnjvqej32nkuu0ues2s82hzrye869xeexvn73equnujwj",
}

func TestAllThreeSourcesGiveTheSame(t *testing.T) {
	clear(t)
	var flags []string
	var toml strings.Builder
	for name, value := range every {
		flags = append(flags, "--"+name+"="+value)
		switch name {
		case "smtp-port":
			fmt.Fprintf(&toml, "%s = %s\n", name, value)
		case "proxy":
			fmt.Fprintf(&toml, "%s = [\n  %q,\n  %q,\n]\n", name, "10.0.0.0/8", "192.0.2.1")
		default:
			fmt.Fprintf(&toml, "%s = %q\n", name, value)
		}
	}
	byFlags, err := serve(t, flags...)
	if err != nil {
		t.Fatal(err)
	}
	path := file(t, toml.String())
	byFile, err := serve(t, "--config", path)
	if err != nil {
		t.Fatal(err)
	}
	byFile.Config = ""
	for name, value := range every {
		t.Setenv(env(name), value)
	}
	byEnv, err := serve(t)
	if err != nil {
		t.Fatal(err)
	}
	if !reflect.DeepEqual(byFlags, byEnv) {
		t.Errorf("flags %s\nenvironment %s", byFlags, byEnv)
	}
	if !reflect.DeepEqual(byFlags, byFile) {
		t.Errorf("flags %s\nfile %s", byFlags, byFile)
	}
	if byFlags.SMTPPort != 465 || len(byFlags.Proxies()) != 2 || byFlags.SMTPPassword != "swordfish" {
		t.Errorf("%#v", byFlags)
	}
}

func TestFlagBeforeEnvironmentBeforeFileBeforeWhatIsBuiltIn(t *testing.T) {
	clear(t)
	path := file(t, "site-name = \"file\"\nsmtp-port = 25\nproxy = [\"10.0.0.0/8\"]\n")
	expect := func(name string, port, proxies int, args ...string) {
		t.Helper()
		c, err := serve(t, args...)
		if err != nil {
			t.Fatal(err)
		}
		if c.SiteName != name || c.SMTPPort != port || len(c.Proxies()) != proxies {
			t.Errorf("%v: %q, %d, %v", args, c.SiteName, c.SMTPPort, c.Proxies())
		}
	}
	expect("Penc", 587, 0)
	expect("file", 25, 1, "--config", path)
	expect("flag", 26, 1, "--config", path, "--site-name", "flag", "--smtp-port", "26", "--proxy", "192.0.2.1")
	t.Setenv("PENC_SITE_NAME", "env")
	t.Setenv("PENC_SMTP_PORT", "27")
	t.Setenv("PENC_PROXY", "10.0.0.0/8,192.0.2.0/24,198.51.100.7")
	expect("env", 27, 3)
	expect("env", 27, 3, "--config", path)
	expect("flag", 26, 1, "--site-name=flag", "--smtp-port=26", "--config="+path, "--proxy=192.0.2.1")
	os.Unsetenv("PENC_SITE_NAME")
	t.Setenv("PENC_CONFIG", path) // the file itself may be named by the environment
	expect("file", 27, 3)
}

func TestBuiltIn(t *testing.T) {
	clear(t)
	c, err := serve(t)
	if err != nil {
		t.Fatal(err)
	}
	if c.Data != "./penc-data" || c.Documents() != filepath.Join("penc-data", "files") || c.Site() != "http://127.0.0.1:8080" ||
		c.SMTPTLS != "starttls" || c.LogFormat != "text" || c.LogLevel != "info" {
		t.Errorf("%s", c)
	}
	for addr, want := range map[string]string{":80": "http://localhost:80", "0.0.0.0:81": "http://localhost:81", "[::]:82": "http://localhost:82", "[::1]:83": "http://[::1]:83"} {
		c, err := serve(t, "--addr", addr)
		if err != nil || c.Site() != want {
			t.Errorf("%s: %s, %v", addr, c.Site(), err)
		}
	}
	if c, err := serve(t, "--base-url", "https://penc.example.org/"); err != nil || c.Site() != "https://penc.example.org" {
		t.Errorf("%s, %v", c.Site(), err)
	}
}

func TestAWrongFileIsRefusedWithKeyAndLine(t *testing.T) {
	clear(t)
	for _, c := range []struct{ text, want string }{
		{"addr = \":80\"\n\n# a comment\nsite-nmae = \"x\"\n", "line 4, key site-nmae: there is no such setting; there are addr, backup-dir, backup-every,"},
		{"[smtp]\nhost = \"x\"\n", "line 1, key smtp:"},
		{"smtp.host = \"x\"\n", "line 1, key smtp:"},
		{"\"site name\" = \"x\"\n", "line 1, key site name:"},
		{"config = \"other.toml\"\n", "line 1, key config:"},
		{"addr = \":80\"\naddr = \":81\"\n", "line 2"},
		{"\naddr = :80\n", "line 2"},
		{"addr = 80\n", "line 1, key addr: this must be a text in quotes"},
		{"\nsmtp-port = \"25\"\n", "line 2, key smtp-port: this must be a number without quotes"},
		{"smtp-port = 2.5\n", "line 1, key smtp-port: this must be a number without quotes"},
		{"proxy = [1]\n", "line 1, key proxy: this must be a list of texts in quotes"},
		{"addr = [\":80\"]\n", "line 1, key addr: this must be a text in quotes"},
	} {
		path := file(t, c.text)
		_, err := serve(t, "--config", path)
		if err == nil || !strings.Contains(err.Error(), c.want) || !strings.Contains(err.Error(), path) {
			t.Errorf("%q: %v, want %q", c.text, err, c.want)
		}
	}
	if _, err := serve(t, "--config", "/nowhere/penc.toml"); err == nil || !strings.Contains(err.Error(), "/nowhere/penc.toml") {
		t.Errorf("%v", err)
	}
}

func TestOneFileServesEveryCommand(t *testing.T) {
	clear(t)
	path := file(t, "data = \"/srv/penc\"\nsite-name = \"x\"\n")
	c, err := parse(t, "check", "--config", path)
	if err != nil || c.Check.Data != "/srv/penc" || c.Check.Documents() != "/srv/penc/files" {
		t.Errorf("%+v, %v", c.Check, err)
	}
	if _, err := parse(t, "check", "--config", file(t, "sitename = \"x\"\n")); err == nil {
		t.Error("an unknown key was taken")
	}
	if _, err := parse(t, "check", "--data", "mysql://x"); err == nil {
		t.Error("an unknown database was taken")
	}
}

func TestAWrongSettingIsNamedInAllThreeWays(t *testing.T) {
	clear(t)
	for _, c := range []struct {
		setting string
		args    []string
	}{
		{"data", []string{"--data="}},
		{"data", []string{"--data=mysql://db/penc"}},
		{"data", []string{"--data=postgres://penc:hu%zzsh@db/penc", "--files=/srv"}},
		{"files", []string{"--data=postgres://db/penc"}},
		{"addr", []string{"--addr=8080"}},
		{"addr", []string{"--addr=:http2"}},
		{"addr", []string{"--addr=:70000"}},
		{"base-url", []string{"--base-url=penc.example.org"}},
		{"base-url", []string{"--base-url=ftp://penc.example.org"}},
		{"base-url", []string{"--base-url=https://penc.example.org/sub"}},
		{"base-url", []string{"--base-url=https://"}},
		{"site-name", []string{"--site-name= "}},
		{"proxy", []string{"--proxy=10.0.0.0/99"}},
		{"proxy", []string{"--proxy=10.0.0.1,proxy.example.org"}},
		{"smtp-port", []string{"--smtp-port=0"}},
		{"smtp-port", []string{"--smtp-port=65536"}},
		{"smtp-tls", []string{"--smtp-tls=ssl"}},
		{"smtp-tls", []string{"--smtp-tls=none", "--smtp-user=penc", "--smtp-host=mail.example.org", "--mail-from=a@b.org"}},
		{"smtp-password-file", []string{"--smtp-password-file=/nowhere"}},
		{"smtp-password-file", []string{"--smtp-password-file=/nowhere", "--smtp-password=x"}},
		{"mail-from", []string{"--smtp-host=mail.example.org"}},
		{"mail-from", []string{"--mail-from=Penc"}},
		{"log-format", []string{"--log-format=xml"}},
		{"log-level", []string{"--log-level=loud"}},
	} {
		_, err := serve(t, c.args...)
		want := fmt.Sprintf("--%s (environment %s, key %s in the settings file): ", c.setting, env(c.setting), c.setting)
		if err == nil || !strings.Contains(err.Error(), want) || strings.Contains(err.Error(), "sh@db") {
			t.Errorf("%v: %v, want %q", c.args, err, want)
		}
	}
	_, err := serve(t, "--addr=x", "--log-level=loud")
	if err == nil || !strings.Contains(err.Error(), "--addr") || !strings.Contains(err.Error(), "--log-level") {
		t.Errorf("%v, want both faults", err)
	}
	t.Setenv("PENC_SMTP_PORT", "many")
	if _, err := serve(t); err == nil || !strings.Contains(err.Error(), "PENC_SMTP_PORT") {
		t.Errorf("%v, want the variable's name", err)
	}
}

func TestThePasswordMayLieInAFile(t *testing.T) {
	clear(t)
	path := filepath.Join(t.TempDir(), "password")
	if err := os.WriteFile(path, []byte("sword fish \n"), 0o600); err != nil {
		t.Fatal(err)
	}
	c, err := serve(t, "--smtp-password-file", path)
	if err != nil {
		t.Fatal(err)
	}
	if got, err := c.Password(); got != "sword fish " || err != nil {
		t.Errorf("%q, %v", got, err)
	}
	c, err = serve(t, "--smtp-password", "x")
	if got, _ := c.Password(); got != "x" || err != nil {
		t.Errorf("%q, %v", got, err)
	}
}

func TestNoSecretIsPrintedOrLogged(t *testing.T) {
	clear(t)
	for _, data := range []string{
		"postgres://penc:swordfish@db/penc", "postgres://db/penc?user=penc&password=swordfish", "postgres://db/penc?sslpassword=swordfish",
		"postgres://penc:swordfish@ db/penc",
	} {
		c := config.Config{Place: config.Place{Data: data}, SiteName: "Démarche", SMTPPassword: "swordfish", Proxy: []string{"10.0.0.0/8", "192.0.2.1"}}
		var log bytes.Buffer
		(&config.Config{LogFormat: "json", LogLevel: "info"}).Logger(&log).Info("settings", "all", c.String(), "password", c.SMTPPassword)
		asJSON, err := json.Marshal(c.SMTPPassword)
		if err != nil {
			t.Fatal(err)
		}
		for _, out := range []string{
			c.String(), fmt.Sprint(c), fmt.Sprintf("%+v", c), fmt.Sprint(&c), fmt.Sprintf("%#v", c.SMTPPassword), log.String(), string(asJSON),
		} {
			if strings.Contains(out, "swordfish") || out == "" {
				t.Errorf("%s shows %s", data, out)
			}
		}
		if out := c.String(); !strings.Contains(out, `site-name = "Démarche"`) || !strings.Contains(out, `proxy = ["10.0.0.0/8", "192.0.2.1"]`) {
			t.Errorf("%s", out)
		}
	}
}

func TestTheLogKeepsToItsLevel(t *testing.T) {
	for level, want := range map[string]int{"debug": 4, "info": 3, "warn": 2, "error": 1} {
		var b bytes.Buffer
		log := (&config.Config{LogFormat: "text", LogLevel: level}).Logger(&b)
		log.Debug("a line")
		log.Info("a line")
		log.Warn("a line")
		log.Error("a line")
		if got := strings.Count(b.String(), "a line"); got != want {
			t.Errorf("%s: %d lines, want %d", level, got, want)
		}
	}
}

func TestTheTestsKnowEverySetting(t *testing.T) {
	clear(t)
	c, err := serve(t)
	if err != nil {
		t.Fatal(err)
	}
	var printed []string
	for line := range strings.Lines(c.String()) {
		name, _, _ := strings.Cut(line, " ")
		printed = append(printed, name)
	}
	want := append(slices.Collect(maps.Keys(every)), "config", "smtp-password-file")
	slices.Sort(want)
	slices.Sort(printed)
	if !slices.Equal(printed, want) {
		t.Errorf("settings %v, tested %v", printed, want)
	}
}

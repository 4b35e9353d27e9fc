package config

import (
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/netip"
	"os"
	"path/filepath"
	"strings"
	"time"
)

// Place is where the data lies: what every command needs.
type Place struct {
	Config File   `name:"config" env:"PENC_CONFIG" placeholder:"FILE" help:"Settings file in TOML; its keys are the names of the flags."`
	Data   string `name:"data" env:"PENC_DATA" default:"./penc-data" placeholder:"FOLDER|URL" help:"Data folder, or the postgres:// address of a database."`
	Files  string `name:"files" env:"PENC_FILES" placeholder:"FOLDER" help:"Folder for uploaded documents. Inside the data folder if not given; needed with PostgreSQL."`
}

// Config is everything that can be set.
type Config struct {
	Place

	Addr     string   `name:"addr" env:"PENC_ADDR" default:"127.0.0.1:8080" placeholder:"HOST:PORT" help:"Address to listen on."`
	BaseURL  string   `name:"base-url" env:"PENC_BASE_URL" placeholder:"URL" help:"Address under which people reach the site. Made from --addr if not given."`
	SiteName string   `name:"site-name" env:"PENC_SITE_NAME" default:"Penc" placeholder:"NAME" help:"Name of the site."`
	Proxy    []string `name:"proxy" env:"PENC_PROXY" placeholder:"CIDR,…" help:"Networks of the proxies whose X-Forwarded-For is believed."`

	SMTPHost         string `name:"smtp-host" env:"PENC_SMTP_HOST" placeholder:"HOST" help:"Mail server. Without one, no mail is sent."`
	SMTPPort         int    `name:"smtp-port" env:"PENC_SMTP_PORT" default:"587" placeholder:"PORT" help:"Port of the mail server."`
	SMTPUser         string `name:"smtp-user" env:"PENC_SMTP_USER" placeholder:"NAME" help:"Name to sign in to the mail server with."`
	SMTPPassword     Secret `name:"smtp-password" env:"PENC_SMTP_PASSWORD" placeholder:"PASSWORD" help:"Password for the mail server. Better in a file."`
	SMTPPasswordFile string `name:"smtp-password-file" env:"PENC_SMTP_PASSWORD_FILE" placeholder:"FILE" help:"File that holds the password for the mail server."`
	SMTPTLS          string `name:"smtp-tls" env:"PENC_SMTP_TLS" default:"starttls" placeholder:"starttls|tls|none" help:"How the line to the mail server is encrypted."`
	MailFrom         string `name:"mail-from" env:"PENC_MAIL_FROM" placeholder:"ADDRESS" help:"Sender of the site's mail: 'Penc <penc@example.org>'."`

	BackupDir   string        `name:"backup-dir" env:"PENC_BACKUP_DIR" placeholder:"FOLDER" help:"Folder in which the server keeps backups of the site. Without one, none are made."`
	BackupEvery time.Duration `name:"backup-every" env:"PENC_BACKUP_EVERY" default:"24h" placeholder:"DURATION" help:"How often a backup is made, as 24h; 0 for never."`
	BackupKeep  string        `name:"backup-keep" env:"PENC_BACKUP_KEEP" default:"7d4w6m" placeholder:"DAYS,WEEKS,MONTHS" help:"For how many days, weeks and months the newest backup of each is kept."`
	BackupKey   []string      `name:"backup-key" env:"PENC_BACKUP_KEY" placeholder:"KEY,…" help:"Public keys of age (age1…) to which backups are encrypted."`

	LogFormat string `name:"log-format" env:"PENC_LOG_FORMAT" default:"text" placeholder:"text|json" help:"Form of the log."`
	LogLevel  string `name:"log-level" env:"PENC_LOG_LEVEL" default:"info" placeholder:"debug|info|warn|error" help:"Least important lines that are logged."`
}

// A Secret is a setting that is never printed or logged.
type Secret string

const hidden = "(hidden)"

// String hides the secret.
func (s Secret) String() string {
	if s == "" {
		return ""
	}
	return hidden
}

// GoString hides the secret.
func (s Secret) GoString() string { return s.String() }

// MarshalText hides the secret, from JSON and from the log too.
func (s Secret) MarshalText() ([]byte, error) { return []byte(s.String()), nil }

// postgres reports whether the data lies in a PostgreSQL database.
func (p Place) postgres() bool {
	return strings.HasPrefix(p.Data, "postgres://") || strings.HasPrefix(p.Data, "postgresql://")
}

// Documents returns the folder of uploaded documents.
func (p Place) Documents() string {
	if p.Files != "" || p.postgres() {
		return p.Files
	}
	return filepath.Join(p.Data, "files")
}

// Site returns the address of the site, without a slash at the end.
func (c *Config) Site() string {
	if c.BaseURL != "" {
		return strings.TrimRight(c.BaseURL, "/")
	}
	host, port, err := net.SplitHostPort(c.Addr)
	if err != nil {
		return "http://" + c.Addr
	}
	if ip := net.ParseIP(host); host == "" || ip != nil && ip.IsUnspecified() {
		host = "localhost"
	}
	return "http://" + net.JoinHostPort(host, port)
}

// Proxies returns the networks whose X-Forwarded-For is believed.
func (c *Config) Proxies() []netip.Prefix {
	out := make([]netip.Prefix, 0, len(c.Proxy))
	for _, s := range c.Proxy {
		if p, err := network(s); err == nil {
			out = append(out, p)
		}
	}
	return out
}

// network reads "10.0.0.0/8", or "10.0.0.1" as a network of one.
func network(s string) (netip.Prefix, error) {
	s = strings.TrimSpace(s)
	if a, err := netip.ParseAddr(s); err == nil {
		return netip.PrefixFrom(a, a.BitLen()), nil
	}
	p, err := netip.ParsePrefix(s)
	return p.Masked(), err
}

// Password returns the password for the mail server, from its file if it is in
// one.
func (c *Config) Password() (string, error) {
	if c.SMTPPasswordFile == "" {
		return string(c.SMTPPassword), nil
	}
	raw, err := os.ReadFile(c.SMTPPasswordFile)
	if err != nil {
		return "", fmt.Errorf("read the password for the mail server: %w", err)
	}
	return strings.TrimRight(string(raw), "\r\n"), nil
}

var levels = map[string]slog.Level{
	"debug": slog.LevelDebug, "info": slog.LevelInfo, "warn": slog.LevelWarn, "error": slog.LevelError,
}

// Logger returns the log that the settings ask for, written to w.
func (c *Config) Logger(w io.Writer) *slog.Logger {
	o := &slog.HandlerOptions{Level: levels[c.LogLevel]}
	if c.LogFormat == "json" {
		return slog.New(slog.NewJSONHandler(w, o))
	}
	return slog.New(slog.NewTextHandler(w, o))
}

package config

import (
	"errors"
	"fmt"
	"net"
	"net/mail"
	"net/url"
	"regexp"
	"strconv"
	"strings"
	"time"

	"filippo.io/age"
)

// envName returns the environment variable of a setting.
func envName(setting string) string {
	return "PENC_" + strings.ToUpper(strings.ReplaceAll(setting, "-", "_"))
}

// wrong says what is wrong with a setting, under all of its names.
func wrong(setting, format string, args ...any) error {
	return fmt.Errorf("--%s (environment %s, key %s in the settings file): %s",
		setting, envName(setting), setting, fmt.Sprintf(format, args...))
}

// Validate returns everything that is wrong with the place. Kong calls it.
func (p *Place) Validate() error {
	switch {
	case strings.TrimSpace(p.Data) == "":
		return wrong("data", "name a folder or the postgres:// address of a database")
	case p.postgres():
		if _, err := url.Parse(p.Data); err != nil {
			// The error would repeat the address, and with it the password.
			return wrong("data", "this is no valid postgres:// address")
		}
		if p.Files == "" {
			return wrong("files", "name a folder for uploaded documents, since the data is in PostgreSQL")
		}
	case strings.Contains(p.Data, "://"):
		return wrong("data", "only postgres:// addresses and folders are known")
	}
	return nil
}

// Validate returns everything that is wrong with the settings. Kong calls it.
func (c *Config) Validate() error {
	return errors.Join(c.checkSite(), c.checkMail(), c.checkBackup(), c.checkLog())
}

func (c *Config) checkSite() error {
	var errs []error
	if _, port, err := net.SplitHostPort(c.Addr); err != nil || !isPort(port) {
		errs = append(errs, wrong("addr", "%q is not of the form host:port", c.Addr))
	}
	if c.BaseURL != "" {
		u, err := url.Parse(c.BaseURL)
		switch {
		case err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Hostname() == "":
			errs = append(errs, wrong("base-url", "%q is not an address that begins with https:// or http://", c.BaseURL))
		case u.User != nil || u.RawQuery != "" || u.Fragment != "" || strings.Trim(u.Path, "/") != "":
			errs = append(errs, wrong("base-url", "give only the scheme and the host, such as https://penc.example.org"))
		}
	}
	if strings.TrimSpace(c.SiteName) == "" || strings.ContainsAny(c.SiteName, "\r\n") {
		errs = append(errs, wrong("site-name", "give the site a name on one line"))
	}
	for _, s := range c.Proxy {
		if _, err := network(s); err != nil {
			errs = append(errs, wrong("proxy", "%q is no network such as 10.0.0.0/8", s))
		}
	}
	return errors.Join(errs...)
}

// isPort reports whether s is a port; 0 lets the system choose one.
func isPort(s string) bool {
	_, err := strconv.ParseUint(s, 10, 16)
	return err == nil
}

func (c *Config) checkMail() error {
	var errs []error
	if c.SMTPPort < 1 || c.SMTPPort > 65535 {
		errs = append(errs, wrong("smtp-port", "%d is no port", c.SMTPPort))
	}
	switch c.SMTPTLS {
	case "starttls", "tls":
	case "none":
		if c.SMTPUser != "" && !loopback(c.SMTPHost) {
			errs = append(errs, wrong("smtp-tls", "a password is not sent unencrypted to another machine; use starttls or tls"))
		}
	default:
		errs = append(errs, wrong("smtp-tls", "%q is none of starttls, tls, none", c.SMTPTLS))
	}
	if c.SMTPPassword != "" && c.SMTPPasswordFile != "" {
		errs = append(errs, wrong("smtp-password-file", "the password is given twice; leave out smtp-password"))
	} else if _, err := c.Password(); err != nil {
		errs = append(errs, wrong("smtp-password-file", "%v", err))
	}
	if c.SMTPHost != "" && c.MailFrom == "" {
		errs = append(errs, wrong("mail-from", "say who the mail is from, such as 'Penc <penc@example.org>'"))
	}
	if c.MailFrom != "" {
		if _, err := mail.ParseAddress(c.MailFrom); err != nil || strings.ContainsAny(c.MailFrom, "\r\n") {
			errs = append(errs, wrong("mail-from", "%q is no mail address", c.MailFrom))
		}
	}
	return errors.Join(errs...)
}

// keepForm is how --backup-keep says how many days, weeks and months.
var keepForm = regexp.MustCompile(`^(?:\d{1,4}d)?(?:\d{1,4}w)?(?:\d{1,4}m)?$`)

func (c *Config) checkBackup() error {
	var errs []error
	if c.BackupEvery != 0 && c.BackupEvery < time.Minute {
		errs = append(errs, wrong("backup-every", "%s is less than a minute; 0 makes no backups", c.BackupEvery))
	}
	if c.BackupDir != "" && (c.BackupKeep == "" || !keepForm.MatchString(c.BackupKeep)) {
		errs = append(errs, wrong("backup-keep", "%q does not say how many days, weeks and months, as 7d4w6m does", c.BackupKeep))
	}
	for _, key := range c.BackupKey {
		if strings.HasPrefix(key, "AGE-SECRET-KEY-") { // not to be repeated in a message
			errs = append(errs, wrong("backup-key", "that is a secret key; give the public one, which begins with age1"))
		} else if _, err := age.ParseRecipients(strings.NewReader(key)); err != nil {
			errs = append(errs, wrong("backup-key", "%q is no public key of age, which begins with age1", key))
		}
	}
	return errors.Join(errs...)
}

func loopback(host string) bool {
	ip := net.ParseIP(host)
	return host == "localhost" || ip != nil && ip.IsLoopback()
}

func (c *Config) checkLog() error {
	var errs []error
	if c.LogFormat != "text" && c.LogFormat != "json" {
		errs = append(errs, wrong("log-format", "%q is neither text nor json", c.LogFormat))
	}
	if _, ok := levels[c.LogLevel]; !ok {
		errs = append(errs, wrong("log-level", "%q is none of debug, info, warn, error", c.LogLevel))
	}
	return errors.Join(errs...)
}

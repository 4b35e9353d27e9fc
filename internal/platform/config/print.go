package config

import (
	"fmt"
	"net/url"
	"reflect"
	"strings"
)

// String returns the settings as they would stand in a file, without secrets.
func (c Config) String() string {
	var b strings.Builder
	c.Data = redact(c.Data)
	write(&b, reflect.ValueOf(c))
	return b.String()
}

func write(b *strings.Builder, v reflect.Value) {
	for i := range v.NumField() {
		f := v.Type().Field(i)
		if f.Anonymous {
			write(b, v.Field(i))
			continue
		}
		switch value := v.Field(i).Interface().(type) {
		case int:
			fmt.Fprintf(b, "%s = %d\n", f.Tag.Get("name"), value)
		case []string:
			fmt.Fprintf(b, "%s = [", f.Tag.Get("name"))
			for i, s := range value {
				if i > 0 {
					b.WriteString(", ")
				}
				fmt.Fprintf(b, "%q", s)
			}
			b.WriteString("]\n")
		default:
			fmt.Fprintf(b, "%s = %q\n", f.Tag.Get("name"), fmt.Sprint(value))
		}
	}
}

// redact hides the password in the address of a database, wherever it stands.
func redact(data string) string {
	if !strings.Contains(data, "://") {
		return data
	}
	u, err := url.Parse(data)
	if err != nil {
		return hidden
	}
	if _, has := u.User.Password(); has {
		u.User = url.UserPassword(u.User.Username(), "hidden")
	}
	q := u.Query()
	for key := range q {
		if strings.Contains(key, "password") {
			q.Set(key, "hidden")
		}
	}
	u.RawQuery = q.Encode()
	return u.String()
}

package backup

import (
	"bufio"
	"bytes"
	"fmt"
	"io"
	"os"
	"strings"

	"filippo.io/age"
)

// sealed is how an encrypted backup begins.
var sealed = []byte("age-encryption.org/")

// Keys returns the public keys, "age1…", to which a backup is encrypted.
func Keys(texts []string) ([]age.Recipient, error) {
	var out []age.Recipient
	for _, text := range texts {
		if strings.HasPrefix(text, "AGE-SECRET-KEY-") {
			return nil, Refused("that is a secret key; give the public one, which begins with age1, and treat the secret one as known to others")
		}
		key, err := age.ParseRecipients(strings.NewReader(text))
		if err != nil || len(key) != 1 {
			return nil, Refused(fmt.Sprintf("%q is no public key of age, which begins with age1", text))
		}
		out = append(out, key...)
	}
	return out, nil
}

// Identities returns the secret keys of a file as age-keygen writes it.
func Identities(file string) ([]age.Identity, error) {
	raw, err := os.ReadFile(file)
	if err != nil {
		return nil, Refused("read the secret key: " + err.Error())
	}
	ids, err := age.ParseIdentities(bytes.NewReader(raw))
	if err != nil {
		return nil, Refused(file + " holds no secret key of age, which begins with AGE-SECRET-KEY-")
	}
	return ids, nil
}

// unseal returns the content of a backup that may be encrypted, and whether it was.
func unseal(r io.Reader, ids []age.Identity) (io.Reader, bool, error) {
	in := bufio.NewReader(r)
	if first, _ := in.Peek(len(sealed)); !bytes.Equal(first, sealed) {
		return in, false, nil
	}
	if len(ids) == 0 {
		return nil, true, Refused("this backup is encrypted: name the file of a secret key with --identity")
	}
	plain, err := age.Decrypt(in, ids...)
	if _, ok := err.(*age.NoIdentityMatchError); ok {
		return nil, true, Refused("this backup is encrypted to other keys than the one given")
	}
	if err != nil {
		return nil, true, damaged(err, "its encryption cannot be read")
	}
	return plain, true, nil
}

// Package config is what whoever runs a site can set. Each setting has one
// name in three places: the flag --base-url is the environment variable
// PENC_BASE_URL and the key base-url in the file given with --config. A flag
// wins over the environment, the environment over the file, the file over what
// is built in.
//
// The file is TOML without sections:
//
//	data     = "/var/lib/penc"
//	base-url = "https://consultations.example.org"
//	proxy    = ["10.0.0.0/8"]
//
// A key that Penc does not know stops it with the line on which the key stands:
// a mistyped key would otherwise look like a setting that does nothing.
//
// A command of the program embeds [Config], or only [Place] if it needs no more
// than the data, and kong fills and checks it.
package config

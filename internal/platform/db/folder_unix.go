//go:build unix

package db

import (
	"os"
	"syscall"
)

// apart reports whether a folder is on another volume than the one it lies in.
func apart(folder os.FileInfo, parent string) bool {
	above, err := os.Stat(parent)
	if err != nil {
		return false
	}
	a, ok := folder.Sys().(*syscall.Stat_t)
	b, ok2 := above.Sys().(*syscall.Stat_t)
	return ok && ok2 && a.Dev != b.Dev
}

// owner returns whose a file is.
func owner(of os.FileInfo) (uid, gid int, ok bool) {
	s, ok := of.Sys().(*syscall.Stat_t)
	if !ok {
		return 0, 0, false
	}
	return int(s.Uid), int(s.Gid), true
}

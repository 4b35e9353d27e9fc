package app_test

import (
	"context"
	"net"
	"net/http/httptest"
	"testing"

	"penc/internal/app"
)

// serve runs the program on a free port until the test ends, and returns its
// address.
func serve(t testing.TB, a *app.App) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(context.Background())
	done := make(chan error, 1)
	go func() { done <- a.Serve(ctx, l) }()
	t.Cleanup(func() {
		stop()
		if err := <-done; err != nil {
			t.Error(err)
		}
	})
	return "http://" + l.Addr().String()
}

// handle answers requests without followers, jobs and clocks: the test runs them
// when it wants.
func handle(t testing.TB, a *app.App) string {
	t.Helper()
	server := httptest.NewServer(a.Handler)
	t.Cleanup(server.Close)
	return server.URL
}

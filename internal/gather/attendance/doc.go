// Package attendance keeps who registered for a meeting and who is there, in the room and remotely.
package attendance

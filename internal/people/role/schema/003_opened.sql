-- +goose Up
ALTER TABLE role_offer ADD COLUMN opened TEXT NOT NULL DEFAULT '';

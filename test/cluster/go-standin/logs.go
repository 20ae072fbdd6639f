package main

import (
	"bytes"
	"io"
	"net/http"
	"os"
	"strconv"
	"time"
)

// logs gives the file that the pod names as its log, and what is appended to it while it is followed.
func (s *streams) logs(writer http.ResponseWriter, request *http.Request) {
	found := s.pod(writer, request)
	if found == nil {
		return
	}
	query := request.URL.Query()
	file, err := os.Open(found.Metadata.Annotations[logAnnotation])
	if err != nil {
		http.Error(writer, err.Error(), http.StatusNotFound)
		return
	}
	defer file.Close()
	if lines, err := strconv.Atoi(query.Get("tailLines")); err == nil {
		if err := seekToLast(file, lines); err != nil {
			http.Error(writer, err.Error(), http.StatusInternalServerError)
			return
		}
	}
	writer.Header().Set("Content-Type", "text/plain")
	control := http.NewResponseController(writer)
	for {
		if _, err := io.Copy(writer, file); err != nil || control.Flush() != nil || query.Get("follow") != "true" {
			return
		}
		if now := s.pods.find(found.key()); now == nil || now.Metadata.UID != found.Metadata.UID {
			return
		}
		select {
		case <-request.Context().Done():
			return
		case <-time.After(20 * time.Millisecond):
		}
	}
}

func seekToLast(file *os.File, lines int) error {
	text, err := io.ReadAll(file)
	if err != nil {
		return err
	}
	start := len(text)
	for left := lines; left > 0 && start > 0; left-- {
		start = bytes.LastIndexByte(text[:start-1], '\n') + 1
	}
	_, err = file.Seek(int64(start), io.SeekStart)
	return err
}

package main

import (
	"bytes"
	"crypto/tls"
	"crypto/x509"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"os"
	"strings"
)

const (
	jsonType       = "application/json"
	mergePatchType = "application/merge-patch+json"
)

// fields is any JSON object.
type fields = map[string]any

// api is the API server with every right.
type api struct {
	server string
	token  string
	client *http.Client
}

func newAPI(server, authorityFile, tokenFile string) (*api, error) {
	authority, err := os.ReadFile(authorityFile)
	if err != nil {
		return nil, err
	}
	token, err := os.ReadFile(tokenFile)
	if err != nil {
		return nil, err
	}
	roots := x509.NewCertPool()
	if !roots.AppendCertsFromPEM(authority) {
		return nil, fmt.Errorf("%s has no certificate", authorityFile)
	}
	transport := &http.Transport{TLSClientConfig: &tls.Config{RootCAs: roots}}
	return &api{server, strings.TrimSpace(string(token)), &http.Client{Transport: transport}}, nil
}

// open gives the body of an answer with a status 2xx.
func (a *api) open(method, path, contentType string, body any) (io.ReadCloser, error) {
	var payload io.Reader
	if body != nil {
		encoded, err := json.Marshal(body)
		if err != nil {
			return nil, err
		}
		payload = bytes.NewReader(encoded)
	}
	request, err := http.NewRequest(method, a.server+path, payload)
	if err != nil {
		return nil, err
	}
	request.Header.Set("Authorization", "Bearer "+a.token)
	request.Header.Set("Content-Type", contentType)
	response, err := a.client.Do(request)
	if err != nil {
		return nil, err
	}
	if response.StatusCode >= 300 {
		defer response.Body.Close()
		text, _ := io.ReadAll(response.Body)
		return nil, fmt.Errorf("%s %s: %d %s", method, path, response.StatusCode, text)
	}
	return response.Body, nil
}

// call reads the answer into result unless that is nil.
func (a *api) call(method, path, contentType string, body, result any) error {
	answer, err := a.open(method, path, contentType, body)
	if err != nil {
		return err
	}
	defer answer.Close()
	text, err := io.ReadAll(answer)
	if err != nil || result == nil {
		return err
	}
	return json.Unmarshal(text, result)
}

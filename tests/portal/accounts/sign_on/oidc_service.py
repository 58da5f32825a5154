"""An OpenID Connect service that runs on 127.0.0.1: codes, PKCE, signed tokens. It can misbehave."""

import base64
import hashlib
import json
import secrets
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlencode, urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa

CLIENT = "commonweal"
CLIENT_SECRET = "the client's secret"


def new_key():
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


class OIDCService:
    """The service. `person` is who is at its sign-in page; `change` may alter the next claims."""

    def __init__(self):
        self.key, self.kid = new_key(), "first"
        self.person = {
            "sub": "subject-1",
            "email": "pat@example.org",
            "given_name": "Pat",
            "family_name": "Lee",
        }
        self.codes = {}
        self.refused = []
        self.asked = {}
        self.change = dict
        self.sign = self.properly
        self.metadata = {}
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), self.handler())
        self.issuer = f"http://127.0.0.1:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def stop(self):
        self.server.shutdown()
        self.server.server_close()

    def properly(self, claims):
        return jwt.encode(claims, self.key, algorithm="RS256", headers={"kid": self.kid})

    def discovery(self):
        return {
            "issuer": self.issuer,
            "authorization_endpoint": f"{self.issuer}/authorize",
            "token_endpoint": f"{self.issuer}/token",
            "userinfo_endpoint": f"{self.issuer}/userinfo",
            "jwks_uri": f"{self.issuer}/keys",
            "token_endpoint_auth_methods_supported": ["client_secret_post"],
            **self.metadata,
        }

    def keys(self):
        public = json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(self.key.public_key()))
        return {"keys": [{**public, "kid": self.kid, "alg": "RS256", "use": "sig"}]}

    def authorize(self, address):
        """What happens once somebody has signed in there: return the address that they are sent back to."""
        asked = self.asked = {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}
        code = secrets.token_urlsafe(16)
        self.codes[code] = {**asked, "person": dict(self.person)}
        return f"{asked['redirect_uri']}?{urlencode({'code': code, 'state': asked['state']})}"

    def token(self, form):
        """Trade a code for tokens, once, for who asked for it."""
        asked = self.codes.pop(form.get("code", ""), None)
        verifier = hashlib.sha256(form.get("code_verifier", "").encode()).digest()
        challenge = base64.urlsafe_b64encode(verifier).rstrip(b"=").decode()
        if (
            asked is None
            or form.get("client_secret") != CLIENT_SECRET
            or asked.get("code_challenge") != challenge
        ):
            self.refused.append(form)
            return 400, {"error": "invalid_grant"}
        now = int(time.time())
        claims = {
            "iss": self.issuer,
            "aud": CLIENT,
            "iat": now,
            "exp": now + 300,
            "nonce": asked.get("nonce"),
            **asked["person"],
        }
        token = self.sign(self.change(claims))
        return 200, {"access_token": "opaque", "token_type": "Bearer", "id_token": token}

    def handler(self):
        service = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self):
                answers = {
                    "/.well-known/openid-configuration": service.discovery,
                    "/keys": service.keys,
                    "/userinfo": lambda: {"sub": "somebody-else", "email": "boss@example.org"},
                }
                self.answer(200, answers[urlsplit(self.path).path]())

            def do_POST(self):
                body = self.rfile.read(int(self.headers["Content-Length"])).decode()
                self.answer(*service.token({name: values[0] for name, values in parse_qs(body).items()}))

            def answer(self, status, content):
                body = json.dumps(content).encode()
                self.send_response(status)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *args):
                """Keep the tests' output clean."""

        return Handler

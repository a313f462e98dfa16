using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using BootService.Contracts;
using BootService.Platform.Files;

namespace BootService.Cli.Daemon;

/// <summary>The daemon's admin side: HTTP/1.1 over its Unix socket, or over TLS with a token.</summary>
internal sealed class DaemonConnection : IDisposable
{
    private const int MostKey = 4096;
    private const int MostCertificate = 1 << 20;

    /// <summary>Octets of a call from which on it is announced before it is sent.</summary>
    private const long Announced = 1 << 20;

    private readonly HttpClient _http;
    private readonly string _place;

    /// <exception cref="CliFault">The key or the certificate cannot be read.</exception>
    public DaemonConnection(DaemonAddress address)
    {
        var handler = new SocketsHttpHandler { UseProxy = false, UseCookies = false, AllowAutoRedirect = false };
        _http = new HttpClient(handler) { Timeout = Timeout.InfiniteTimeSpan };
        switch (address)
        {
            case DaemonAddress.Socket { Path: var path }:
                _place = path;
                handler.ConnectCallback = (_, cancel) => ConnectAsync(path, cancel);
                _http.BaseAddress = new Uri("http://bootservice");
                break;
            case DaemonAddress.Server server:
                _place = server.Url.GetLeftPart(UriPartial.Authority);
                handler.ConnectTimeout = TimeSpan.FromSeconds(10);
                handler.UseProxy = true;
                _http.BaseAddress = server.Url;
                if (server.AuthorityFile is { } file)
                {
                    handler.SslOptions.CertificateChainPolicy = Trusting(file);
                }

                if (server.TokenFile is { } token)
                {
                    _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", Key(token));
                }

                break;
            default:
                throw new InvalidOperationException(address.ToString());
        }
    }

    /// <summary>Where it is, for a sentence.</summary>
    public string Place => _place;

    public void Dispose() => _http.Dispose();

    /// <summary>Asks, and gives the answer's lines as they come.</summary>
    /// <param name="request">The call.</param>
    /// <param name="isApart">Whether the daemon takes the texts of its files behind it.</param>
    /// <param name="cancel">Gives up.</param>
    /// <exception cref="CliFault">Nobody answers, or nobody whom we know.</exception>
    public async Task<Stream> AskAsync(CommandRequest request, bool isApart, CancellationToken cancel)
    {
        var content = new CallContent(request, isApart);
        try
        {
            using var message = new HttpRequestMessage(HttpMethod.Post, "/v1/commands") { Content = content };

            // A large call is announced: what is more than the daemon takes is refused with its sentence, and not by a connection that breaks amid it.
            message.Headers.ExpectContinue = content.Headers.ContentLength > Announced;
            var answer = await _http.SendAsync(message, HttpCompletionOption.ResponseHeadersRead, cancel);
            if (answer.Content.Headers.ContentType?.MediaType != "application/x-ndjson")
            {
                throw new CliFault(WhyNot((int)answer.StatusCode, await SentenceAsync(answer.Content, cancel)));
            }

            return await answer.Content.ReadAsStreamAsync(cancel);
        }
        catch (HttpRequestException fault)
        {
            throw new CliFault(fault switch
            {
                { InnerException: SocketException { SocketErrorCode: var code } } => WhyNot(code),
                { InnerException: AuthenticationException } =>
                    $"the certificate of {_place} is not trusted by this computer: --ca-file names what it was signed by"
                    + " (of one that the frontend made itself, a copy of admin.crt in its data directory), and the address must be one that it is for",
                { HttpRequestError: HttpRequestError.NameResolutionError } => $"{_place} has a name that nobody knows here",
                _ => $"the daemon at {_place} hung up without an answer",
            });
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            throw new CliFault($"{_place} does not answer: is Admin:Listen set there, and does its firewall let this computer in?");
        }
    }

    /// <summary>Whether anything answers, whatever it says, or hangs up: a verb may take its time, a daemon that is asked for nothing does not.</summary>
    public async Task<bool> IsThereAsync(TimeSpan within, CancellationToken cancel)
    {
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        enough.CancelAfter(within);
        try
        {
            using var message = new HttpRequestMessage(HttpMethod.Head, "/");
            using var answer = await _http.SendAsync(message, HttpCompletionOption.ResponseHeadersRead, enough.Token);
            return true;
        }
        catch (HttpRequestException)
        {
            return true;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    private static string Key(string file)
    {
        var key = Readable(file, () => RegularFile.Text(file, MostKey)).Trim();
        return key.Length > 0 && !key.Any(letter => char.IsWhiteSpace(letter) || char.IsControl(letter) || !char.IsAscii(letter))
            ? key
            : throw new CliFault($"{file} does not hold the key of a token, one word that \"stack add token\" showed");
    }

    private static X509ChainPolicy Trusting(string file)
    {
        var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        try
        {
            policy.CustomTrustStore.ImportFromPem(Readable(file, () => RegularFile.Text(file, MostCertificate)));
        }
        catch (CryptographicException)
        {
            throw new CliFault($"{file} is no certificate as PEM");
        }

        return policy.CustomTrustStore.Count > 0 ? policy : throw new CliFault($"{file} holds no certificate as PEM");
    }

    private static string Readable(string file, Func<string> read)
    {
        try
        {
            return read();
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new CliFault($"cannot read {file}: {fault.Message.TrimEnd('.')}");
        }
    }

    private static async ValueTask<Stream> ConnectAsync(string path, CancellationToken cancel)
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            await socket.ConnectAsync(new UnixDomainSocketEndPoint(path), cancel);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch (ArgumentOutOfRangeException)
        {
            socket.Dispose();
            throw new CliFault($"the path of a socket has at most 107 characters, and {path} has more");
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>The sentence of a refusal (RFC 9457); null where the answer is none of ours.</summary>
    private static async Task<string?> SentenceAsync(HttpContent content, CancellationToken cancel)
    {
        if (content.Headers is not { ContentType.MediaType: "application/problem+json", ContentLength: null or <= MostKey })
        {
            return null;
        }

        try
        {
            using var problem = await JsonDocument.ParseAsync(await content.ReadAsStreamAsync(cancel), cancellationToken: cancel);
            return problem.RootElement.TryGetProperty("detail", out var detail) && detail.ValueKind is JsonValueKind.String ? detail.GetString() : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private string WhyNot(int status, string? sentence) => status switch
    {
        401 or 403 when sentence is not null => $"{_place}: {sentence}; --token-file names a file with the key of a token",
        401 => $"{_place} wants a token that is good: --token-file names a file with the key that \"stack add token\" showed",
        403 => $"{_place} does not let this caller in",
        429 or 503 => $"{_place} has too much to do: try again in a while",
        _ => $"what answers at {_place} is not bootservice (HTTP {status})",
    };

    private string WhyNot(SocketError code) => code switch
    {
        _ when _place.StartsWith("https:", StringComparison.Ordinal) => code switch
        {
            SocketError.ConnectionRefused => $"nobody answers at {_place}: is Admin:Listen set there?",
            SocketError.HostNotFound or SocketError.TryAgain or SocketError.NoData => $"{_place} has a name that nobody knows here",
            _ => $"cannot reach {_place} ({code})",
        },
        SocketError.AccessDenied => $"no permission for {_place}: run stack as root or as a member of the group bootservice",
        SocketError.AddressNotAvailable or SocketError.ConnectionRefused =>
            $"the daemon is not running (nobody answers at {_place}): start it with \"systemctl start bootservice\", or say where it is with --socket",
        _ => $"cannot reach the daemon at {_place} ({code})",
    };
}

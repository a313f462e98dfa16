using System.Collections.Immutable;
using System.Net.Http.Headers;
using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json;
using BootService.Admin;
using BootService.Appliances;
using BootService.Core;
using BootService.Platform.Files;
using BootService.Settings;
using BootService.Storage;

namespace BootService.Upstream;

/// <summary>
/// A relay's way to its frontends: one of them is asked, and where it does not answer the next. What is asked may be asked twice. Safe from any thread.
/// </summary>
internal sealed class UpstreamLine : IDisposable
{
    private const int MostConnections = 32;
    private const int LargestAnswer = 256 << 20;

    private readonly HttpClient _http;
    private readonly ImmutableArray<Uri> _frontends;
    private readonly RelaySettings _settings;
    private int _at;

    /// <summary>Makes ready; nobody is asked yet.</summary>
    /// <exception cref="StartException">The certificates cannot be read.</exception>
    public UpstreamLine(ImmutableArray<Uri> frontends, RelaySettings settings)
    {
        (_frontends, _settings) = (frontends, settings);
        var handler = new SocketsHttpHandler
        {
            UseCookies = false,
            UseProxy = false,
            AllowAutoRedirect = false,
            ConnectTimeout = TimeSpan.FromSeconds(2),
            MaxConnectionsPerServer = MostConnections,
            PooledConnectionIdleTimeout = TimeSpan.FromSeconds(30),
            RequestHeaderEncodingSelector = static (_, _) => Encoding.Latin1, // what a node says goes on in the octets in which it came
        };
        if (settings.Certificates is { } file)
        {
            var policy = Trusting(file);
            handler.SslOptions.CertificateChainPolicy = policy;
            handler.SslOptions.RemoteCertificateValidationCallback = (_, shown, _, errors) => IsTrusted(policy, shown, errors);
        }

        _http = new HttpClient(handler) { Timeout = Timeout.InfiniteTimeSpan, MaxResponseContentBufferSize = LargestAnswer };
    }

    /// <summary>The frontend that is asked first.</summary>
    public Uri Current => _frontends[Volatile.Read(ref _at)];

    /// <summary>All of them, as sentences name them.</summary>
    public string All => string.Join(", ", _frontends.Select(Name));

    /// <summary>Has another frontend asked first from now on, if there is one.</summary>
    public void Turn() => Volatile.Write(ref _at, (Volatile.Read(ref _at) + 1) % _frontends.Length);

    /// <summary>Asks, and reads the whole answer, whatever its status.</summary>
    /// <param name="path">Path and query.</param>
    /// <param name="make">Makes the request, anew for each frontend that is tried.</param>
    /// <param name="patience">How long each frontend is waited for.</param>
    /// <param name="cancel">Gives up.</param>
    /// <exception cref="StorageException">None answers.</exception>
    public async Task<HttpResponseMessage> SendAsync(string path, Func<HttpRequestMessage> make, TimeSpan patience, CancellationToken cancel)
    {
        var (first, whyNot) = (Volatile.Read(ref _at), string.Empty);
        var key = PasswordFile.Read(_settings.TokenFile, KeyOfToken);
        for (var tried = 0; tried < _frontends.Length; tried++)
        {
            var at = (first + tried) % _frontends.Length;
            using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancel);
            limit.CancelAfter(patience);
            try
            {
                using var request = make();
                request.RequestUri = new Uri(_frontends[at], path);
                request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", key);
                var answer = await _http.SendAsync(request, limit.Token);
                Volatile.Write(ref _at, at);
                return answer;
            }
            catch (HttpRequestException fault)
            {
                whyNot = fault is { InnerException: AuthenticationException }
                    ? $"the certificate of {Name(_frontends[at])} is not trusted: Relay:Certificates names what it was signed by, and the address must be one "
                        + "that it is for"
                    : $"{Name(_frontends[at])} cannot be reached ({fault.Message.ReplaceLineEndings(" ").TrimEnd('.')})";
            }
            catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
            {
                whyNot = $"{Name(_frontends[at])} does not answer";
            }
        }

        throw new StorageException(_frontends.Length == 1 ? whyNot : $"none of {All} answers: {whyNot}");
    }

    /// <summary>What an answer that refuses says, a sentence.</summary>
    public async Task<string> WhyNotAsync(HttpResponseMessage answer, CancellationToken cancel)
    {
        var said = await answer.Content.ReadAsByteArrayAsync(cancel);
        try
        {
            var isProblem = answer.Content.Headers.ContentType?.MediaType == Problem.MediaType;
            return isProblem && JsonSerializer.Deserialize(said, ProblemJson.Default.Problem) is { } problem
                ? $"{Name(Current)} refuses: {problem.Detail}"
                : $"{Name(Current)} is no frontend of this version (it answers {(int)answer.StatusCode})";
        }
        catch (JsonException)
        {
            return $"{Name(Current)} is no frontend of this version (it answers {(int)answer.StatusCode})";
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _http.Dispose();

    private static SecretFile KeyOfToken { get; } = new("the key of the relay's token", "Relay:TokenFile");

    private static string Name(Uri frontend) => frontend.GetLeftPart(UriPartial.Authority);

    // Certificates that frontends made themselves may have one name, and the search for an issuer goes by that: who is shown the very one that it has trusts
    // it, at an address that it is for.
    private static bool IsTrusted(X509ChainPolicy policy, X509Certificate? shown, SslPolicyErrors errors) =>
        errors is SslPolicyErrors.None
        || (errors is SslPolicyErrors.RemoteCertificateChainErrors && shown is not null
            && policy.CustomTrustStore.Any(known => known.RawDataMemory.Span.SequenceEqual(shown.GetRawCertData())));

    private static X509ChainPolicy Trusting(string file)
    {
        var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        try
        {
            policy.CustomTrustStore.ImportFromPem(RegularFile.Text(file, MediaLimits.DescriptionBytes));
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or CryptographicException)
        {
            throw new StartException(
                $"the certificates of the frontends in {file} cannot be read ({fault.Message.ReplaceLineEndings(" ").TrimEnd('.')}); give them as PEM with "
                    + "Relay:Certificates");
        }

        return policy.CustomTrustStore.Count > 0
            ? policy
            : throw new StartException($"{file} holds no certificate as PEM; Relay:Certificates names what the frontends' certificates were signed by");
    }
}

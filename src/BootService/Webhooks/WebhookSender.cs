using System.Globalization;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Text;
using BootService.Core.Webhooks;

namespace BootService.Webhooks;

/// <summary>Sends signed messages (standardwebhooks.com). Made when the first is sent: a site without webhooks has no client of HTTP for it.</summary>
internal sealed class WebhookSender(TimeProvider time) : IDisposable
{
    /// <summary>How long a receiver may take.</summary>
    public static readonly TimeSpan Limit = TimeSpan.FromSeconds(15);

    private static readonly TimeSpan ConnectTime = TimeSpan.FromSeconds(5);

    private readonly Lazy<HttpClient> _http = new(Make);

    /// <summary>Sends a message.</summary>
    /// <returns>Why it was not taken, one sentence without a full stop; null when it was.</returns>
    public async Task<string?> SendAsync(Webhook webhook, string id, string body, CancellationToken cancel)
    {
        using var limit = new CancellationTokenSource(Limit, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancel, limit.Token);
        var sent = time.GetUtcNow().ToUnixTimeSeconds();
        using var request = new HttpRequestMessage(HttpMethod.Post, webhook.Url) { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        request.Headers.Add("webhook-id", id);
        request.Headers.Add("webhook-timestamp", sent.ToString(CultureInfo.InvariantCulture));
        request.Headers.Add("webhook-signature", webhook.Sign(id, sent, body));
        try
        {
            // What the receiver says beside its status is not read, however much it is.
            using var answer = await _http.Value.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, either.Token);
            return answer.IsSuccessStatusCode ? null : $"{webhook.Place} answered {(int)answer.StatusCode}";
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            return $"{webhook.Place} did not answer within {Limit.TotalSeconds:0} s";
        }
        catch (HttpRequestException fault)
        {
            return WhyNot(webhook, fault);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_http.IsValueCreated)
        {
            _http.Value.Dispose();
        }
    }

    private static HttpClient Make()
    {
        var client = new HttpClient(new SocketsHttpHandler
        {
            UseCookies = false,

            // The message goes to the address that was set, and nowhere a stranger points to.
            AllowAutoRedirect = false,
            ConnectTimeout = ConnectTime,
            PooledConnectionIdleTimeout = TimeSpan.FromSeconds(30),
        })
        {
            Timeout = Timeout.InfiniteTimeSpan,
        };
        client.DefaultRequestHeaders.UserAgent.Add(new("BootService", Commands.Descriptions.Version));
        return client;
    }

    private static string WhyNot(Webhook webhook, HttpRequestException fault) => fault switch
    {
        { InnerException: AuthenticationException } => $"the certificate of {webhook.Place} is not trusted here",
        { HttpRequestError: HttpRequestError.NameResolutionError } => $"{webhook.Place} has a name that nobody knows here",
        { InnerException: SocketException { SocketErrorCode: SocketError.ConnectionRefused } } => $"nobody listens at {webhook.Place}",
        { InnerException: SocketException or TimeoutException } => $"{webhook.Place} cannot be reached",
        _ => $"{webhook.Place} hung up without an answer",
    };
}

using System.Net;
using System.Net.Http.Headers;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using BootService.Core.Power;

namespace BootService.Power;

/// <summary>Speaks to one Redfish service, for one command.</summary>
internal sealed class RedfishClient : IDisposable
{
    private const int LongestAnswer = 1 << 20;

    private static readonly TimeSpan ConnectTime = TimeSpan.FromSeconds(5);

    private readonly PowerRoute.Redfish _bmc;
    private readonly HttpClient _http;
    private string? _shown;

    private RedfishClient(PowerRoute.Redfish bmc)
    {
        _bmc = bmc;
        _http = new HttpClient(new SocketsHttpHandler
        {
            UseProxy = false,
            UseCookies = false,

            // The password goes to the address that was set, and nowhere a stranger points to.
            AllowAutoRedirect = false,
            ConnectTimeout = ConnectTime,
            SslOptions = new SslClientAuthenticationOptions { RemoteCertificateValidationCallback = (_, certificate, _, _) => IsTheOne(certificate) },
        })
        {
            BaseAddress = bmc.Service,
            Timeout = Timeout.InfiniteTimeSpan,
            MaxResponseContentBufferSize = LongestAnswer,
        };
        _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue(
            "Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{bmc.User}:{bmc.Password.Reveal()}")));
        _http.DefaultRequestHeaders.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));
    }

    public static async Task<PowerAnswer> DoAsync(PowerRoute.Redfish bmc, PowerCommand command, CancellationToken cancel)
    {
        using var client = new RedfishClient(bmc);
        try
        {
            return await client.DoAsync(command, cancel);
        }
        catch (HttpRequestException fault)
        {
            return PowerAnswer.Failed(client.WhyNot(fault));
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            // The time to connect is over.
            return PowerAnswer.Failed(client.NoAnswer("it does not answer"));
        }
    }

    public void Dispose() => _http.Dispose();

    private string Name => _bmc.Service.GetLeftPart(UriPartial.Authority);

    private async Task<PowerAnswer> DoAsync(PowerCommand command, CancellationToken cancel)
    {
        var (list, listFault) = await AskAsync(HttpMethod.Get, RedfishProtocol.Systems, null, cancel);
        if (listFault is not null)
        {
            return PowerAnswer.Failed(listFault);
        }

        var (path, notFound) = RedfishProtocol.Find(list, _bmc.System);
        if (path is null)
        {
            return PowerAnswer.Failed($"{Name}: {notFound}");
        }

        var (json, fault) = await AskAsync(HttpMethod.Get, path, null, cancel);
        if (fault is not null || RedfishProtocol.Machine(json) is not { } machine)
        {
            return PowerAnswer.Failed(fault ?? $"{Name} does not tell the power state of {path}");
        }

        return command is PowerCommand.Status ? new PowerAnswer(machine.State, null) : await ResetAsync(machine, command, cancel);
    }

    private async Task<PowerAnswer> ResetAsync(RedfishSystem machine, PowerCommand command, CancellationToken cancel)
    {
        if (machine.ResetTarget is not { } target || machine.ResetType(command) is not { } kind)
        {
            return PowerAnswer.Failed(machine.ResetTarget is null
                ? $"{Name} offers no way to switch this system"
                : $"{Name} cannot do that to this system: it offers {string.Join(", ", machine.Allowed)}");
        }

        var (_, refused) = await AskAsync(HttpMethod.Post, target, RedfishProtocol.Reset(kind), cancel);
        return refused is null ? PowerAnswer.Done(command) : PowerAnswer.Failed(refused);
    }

    private async Task<(byte[] Json, string? Fault)> AskAsync(HttpMethod method, string path, byte[]? body, CancellationToken cancel)
    {
        using var request = new HttpRequestMessage(method, new Uri(_bmc.Service, path));
        if (body is not null)
        {
            request.Content = new ByteArrayContent(body) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } };
        }

        using var answer = await _http.SendAsync(request, cancel);
        var json = await answer.Content.ReadAsByteArrayAsync(cancel);
        return (json, answer.IsSuccessStatusCode ? null : answer.StatusCode switch
        {
            HttpStatusCode.Unauthorized => $"{Name} does not take user \"{_bmc.User}\" with that password: set attributes power.user and power.password",
            HttpStatusCode.Forbidden => $"user \"{_bmc.User}\" of {Name} may not do that: give that user the role Operator",
            HttpStatusCode.NotFound => $"{Name} has no {path}: is a Redfish service there?",
            var status => $"{Name} refuses with HTTP {(int)status}{(RedfishProtocol.Complaint(json) is { } complaint ? $": {complaint}" : string.Empty)}",
        });
    }

    private bool IsTheOne(X509Certificate? certificate)
    {
        _shown = certificate?.GetCertHashString(System.Security.Cryptography.HashAlgorithmName.SHA256);
        return _bmc.Fingerprint is null || string.Equals(_shown, _bmc.Fingerprint, StringComparison.OrdinalIgnoreCase);
    }

    private string WhyNot(HttpRequestException fault) => fault switch
    {
        { HttpRequestError: HttpRequestError.SecureConnectionError } when _bmc.Fingerprint is not null && _shown is not null =>
            $"{Name} shows the certificate {_shown.ToLowerInvariant()}, which attribute power.fingerprint does not name: see whether it is the BMC's, and set "
                + "it then",
        { HttpRequestError: HttpRequestError.SecureConnectionError } =>
            $"{Name} does not speak TLS that we do: give power.address as http://... if it is a service without",
        { HttpRequestError: HttpRequestError.NameResolutionError } => $"no name server knows {_bmc.Service.Host}: set attribute power.address to its address",
        { InnerException: SocketException socket } => NoAnswer(socket.Message.TrimEnd('.')),
        _ => $"{Name} answers what is not HTTP as we know it ({fault.HttpRequestError})",
    };

    private string NoAnswer(string why) =>
        $"no Redfish service answers at {Name} ({why}): look at its address and its cable, and whether Redfish is switched on there";
}

using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace BootService.Lab.Power;

/// <summary>A BMC that speaks as much Redfish as power takes, over TLS with a certificate it made itself, or without.</summary>
public sealed class RedfishBmc : IAsyncDisposable
{
    private const string System = "/redfish/v1/Systems/node";
    private const string Reset = System + "/Actions/ComputerSystem.Reset";

    private readonly TcpListener _listener;
    private readonly IPowered _machine;
    private readonly X509Certificate2? _certificate;
    private readonly CancellationTokenSource _end = new();
    private readonly Task _work;

    private RedfishBmc(TcpListener listener, IPowered machine, X509Certificate2? certificate)
    {
        (_listener, _machine, _certificate) = (listener, machine, certificate);
        _work = AcceptAsync();
    }

    /// <summary>Who may log in.</summary>
    public string User { get; init; } = "admin";

    /// <summary>With what.</summary>
    public string Password { get; init; } = "calvin-7";

    /// <summary>What a reset may be; what is not here is refused.</summary>
    public string[] Allowed { get; set; } = ["On", "ForceOff", "ForceRestart"];

    /// <summary>Its systems.</summary>
    public string[] Systems { get; set; } = [System];

    /// <summary>The status of every answer, when it is broken; null when it is well.</summary>
    public string? Broken { get; set; }

    /// <summary>The URL it is reached at.</summary>
    public string Url => $"{(_certificate is null ? "http" : "https")}://{_listener.LocalEndpoint}";

    /// <summary>SHA-256 of its certificate; empty without one.</summary>
    public string Fingerprint => _certificate?.GetCertHashString(HashAlgorithmName.SHA256) ?? string.Empty;

    /// <summary>Starts one. To be called where its address is: a socket belongs to the namespace of the thread that makes it.</summary>
    /// <param name="address">The address and port; port 0 takes a free one.</param>
    /// <param name="machine">What its hand is on.</param>
    /// <param name="tls">Whether it speaks TLS.</param>
    public static RedfishBmc Start(IPEndPoint address, IPowered machine, bool tls = true)
    {
        var listener = new TcpListener(address);
        listener.Start();
        return new RedfishBmc(listener, machine, tls ? OwnCertificate() : null);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        _listener.Stop();
        await _work;
        _certificate?.Dispose();
        _end.Dispose();
    }

    private static X509Certificate2 OwnCertificate()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=bmc", key, HashAlgorithmName.SHA256);
        var now = TimeProvider.System.GetUtcNow();
        using var made = request.CreateSelfSigned(now.AddDays(-1), now.AddDays(1));
        return X509CertificateLoader.LoadPkcs12(made.Export(X509ContentType.Pkcs12), null);
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                _ = ServeAsync(await _listener.AcceptTcpClientAsync(_end.Token));
            }
        }
        catch (Exception ended) when (ended is OperationCanceledException or SocketException or ObjectDisposedException or InvalidOperationException)
        {
            // It is switched off; between two machines the listener says so by InvalidOperationException.
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        try
        {
            using var connection = client;
            Stream stream = connection.GetStream();
            if (_certificate is not null)
            {
                var tls = new SslStream(stream);
                await tls.AuthenticateAsServerAsync(new SslServerAuthenticationOptions { ServerCertificate = _certificate }, _end.Token);
                stream = tls;
            }

            await using (stream)
            {
                var (head, body) = await ReadAsync(stream);
                var (status, json) = await AnswerAsync(head, body);
                var answer =
                    $"HTTP/1.1 {status}\r\nContent-Type: application/json\r\nContent-Length: {Encoding.UTF8.GetByteCount(json)}\r\nConnection: "
                        + $"close\r\n\r\n{json}";
                await stream.WriteAsync(Encoding.UTF8.GetBytes(answer), _end.Token);
            }
        }
        catch (Exception gone) when (gone is IOException or OperationCanceledException or global::System.Security.Authentication.AuthenticationException)
        {
            // Whoever asked has gone, or will not have our certificate.
        }
    }

    private async Task<(string[] Head, string Body)> ReadAsync(Stream stream)
    {
        var read = new List<byte>();
        var octet = new byte[1];
        while (!read.TakeLast(4).SequenceEqual("\r\n\r\n"u8.ToArray()) && await stream.ReadAsync(octet, _end.Token) == 1)
        {
            read.Add(octet[0]);
        }

        string[] head = Encoding.ASCII.GetString([.. read]).Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        const string Length = "Content-Length: ";
        var length = Array.Find(head, line => line.StartsWith(Length, StringComparison.OrdinalIgnoreCase)) is { } line ? int.Parse(line[Length.Length..]) : 0;
        var body = new byte[length];
        await stream.ReadExactlyAsync(body, _end.Token);
        return (head, Encoding.UTF8.GetString(body));
    }

    private async Task<(string Status, string Json)> AnswerAsync(string[] head, string body)
    {
        var login = Convert.ToBase64String(Encoding.UTF8.GetBytes($"{User}:{Password}"));
        if (Broken is { } status)
        {
            return (status, """{"error":{"message":"The service is not itself."}}""");
        }

        if (!head.Contains($"Authorization: Basic {login}", StringComparer.OrdinalIgnoreCase))
        {
            return ("401 Unauthorized", """{"error":{"message":"No."}}""");
        }

        switch (head[0])
        {
            case "GET /redfish/v1/Systems HTTP/1.1":
                return ("200 OK", $$"""{"Members":[{{string.Join(',', Systems.Select(path => $$"""{"@odata.id":"{{path}}"}"""))}}]}""");
            case $"GET {System} HTTP/1.1":
                var allowed = string.Join(',', Allowed.Select(kind => $"\"{kind}\""));
                return ("200 OK", "{\"Id\":\"node\",\"PowerState\":\"" + (_machine.IsOn ? "On" : "Off")
                    + "\",\"Actions\":{\"#ComputerSystem.Reset\":{\"target\":\"" + Reset
                    + "\",\"ResetType@Redfish.AllowableValues\":[" + allowed + "]}}}");
            case $"POST {Reset} HTTP/1.1":
                return await ResetAsync(body);
            default:
                return ("404 Not Found", "{}");
        }
    }

    private async Task<(string Status, string Json)> ResetAsync(string body)
    {
        var kind = Array.Find(Allowed, kind => body == $$"""{"ResetType":"{{kind}}"}""");
        await (kind switch
        {
            "On" or "ForceOn" => _machine.OnAsync(),
            "ForceOff" => _machine.OffAsync(),
            "ForceRestart" or "PowerCycle" => _machine.ResetAsync(),
            _ => Task.CompletedTask,
        });
        return kind is null
            ? ("400 Bad Request", """{"error":{"message":"General error","@Message.ExtendedInfo":[{"Message":"That is no reset."}]}}""")
            : ("204 No Content", string.Empty);
    }
}

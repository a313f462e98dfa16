using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace BootService.Cli.Tests.Support;

/// <summary>Answers over TLS on loopback with a certificate that it signed itself, as a frontend's own is.</summary>
internal sealed class FakeServer : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("stack-server-");
    private readonly X509Certificate2 _certificate;

    public FakeServer(string name, string answer)
    {
        _certificate = Make(name);
        File.WriteAllText(Authority, _certificate.ExportCertificatePem());
        _listener.Start();
        _ = Task.Run(() => AnswerAsync(answer));
    }

    public string Url => $"https://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}";

    /// <summary>The file with the certificate.</summary>
    public string Authority => Path.Combine(_folder.FullName, "admin.crt");

    /// <summary>The heads of the requests.</summary>
    public List<string> Heads { get; } = [];

    public string Keep(string name, string content)
    {
        var path = Path.Combine(_folder.FullName, name);
        File.WriteAllText(path, content);
        return path;
    }

    public void Dispose()
    {
        _listener.Dispose();
        _certificate.Dispose();
        _folder.Delete(recursive: true);
    }

    private static X509Certificate2 Make(string name)
    {
        using var pair = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=frontend", pair, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        if (IPAddress.TryParse(name, out var address))
        {
            names.AddIpAddress(address);
        }
        else
        {
            names.AddDnsName(name);
        }

        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: false, hasPathLengthConstraint: false, 0, critical: true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid("1.3.6.1.5.5.7.3.1")], critical: false));
        var now = TimeProvider.System.GetUtcNow();
        using var made = request.CreateSelfSigned(now.AddDays(-1), now.AddDays(30));
        return X509CertificateLoader.LoadPkcs12(made.Export(X509ContentType.Pkcs12), password: null);
    }

    private async Task AnswerAsync(string answer)
    {
        while (true)
        {
            using var caller = await _listener.AcceptTcpClientAsync();
            await using var stream = new SslStream(caller.GetStream());
            try
            {
                await stream.AuthenticateAsServerAsync(_certificate);
                var buffer = new byte[64 << 10];
                var head = string.Empty;
                while (!head.Contains("\r\n\r\n{", StringComparison.Ordinal))
                {
                    var read = await stream.ReadAsync(buffer);
                    head += read > 0 ? Encoding.UTF8.GetString(buffer, 0, read) : throw new IOException("the caller has gone");
                }

                Heads.Add(head);
                await stream.WriteAsync(Encoding.UTF8.GetBytes(answer));
                await stream.ShutdownAsync();
            }
            catch (Exception gone) when (gone is IOException or System.Security.Authentication.AuthenticationException)
            {
                // A caller that does not trust us leaves.
            }
        }
    }
}

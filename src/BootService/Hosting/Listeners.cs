using System.Net;
using System.Net.Security;
using BootService.Admin;
using BootService.Core.Networks;
using BootService.Doors;
using BootService.Http;
using BootService.Http.Transport;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;

namespace BootService.Hosting;

/// <summary>The HTTP listeners: nodes on the boot interfaces' addresses, admins on the Unix socket, and over TLS where it is asked for.</summary>
internal static class Listeners
{
    private const long LargestNodeBody = 64 << 10;

    /// <summary>
    /// What firmware can encrypt with. edk2 before 2023 is built without elliptic curves: it knows the last six alone, under which a recorded session is
    /// open to whoever gets the certificate's key later. What firmware fetches is no secret, and whoever can do better offers that first.
    /// </summary>
    private static readonly CipherSuitesPolicy OfFirmware = new(
    [
        TlsCipherSuite.TLS_AES_256_GCM_SHA384, TlsCipherSuite.TLS_CHACHA20_POLY1305_SHA256, TlsCipherSuite.TLS_AES_128_GCM_SHA256,
        TlsCipherSuite.TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384, TlsCipherSuite.TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256,
        TlsCipherSuite.TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384, TlsCipherSuite.TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256,
        TlsCipherSuite.TLS_RSA_WITH_AES_256_GCM_SHA384, TlsCipherSuite.TLS_RSA_WITH_AES_128_GCM_SHA256,
        TlsCipherSuite.TLS_RSA_WITH_AES_256_CBC_SHA256, TlsCipherSuite.TLS_RSA_WITH_AES_128_CBC_SHA256,
        TlsCipherSuite.TLS_RSA_WITH_AES_256_CBC_SHA, TlsCipherSuite.TLS_RSA_WITH_AES_128_CBC_SHA,
    ]);

    public static void Configure(KestrelServerOptions kestrel, DaemonSettings settings, Frontend frontend, NodeConnections nodes, AdminTls? tls)
    {
        nodes.Use(kestrel);
        kestrel.Limits.MaxRequestBodySize = LargestNodeBody;
        if (settings.Http.Enabled)
        {
            foreach (var link in frontend.All)
            {
                kestrel.Listen(new NodeEndPoint(IPAddress.Parse(link.Address.ToString()), settings.Http.Port, link.Interface), listener =>
                {
                    nodes.Use(listener);
                    listener.For(ListenerSide.Nodes);
                });
                if (link.HttpsPort > 0 && tls is not null)
                {
                    kestrel.Listen(IPAddress.Parse(link.Address.ToString()), link.HttpsPort, listener =>
                    {
                        nodes.Use(listener);
                        listener.UseHttps(Tls(settings, tls, OfFirmware));
                        listener.For(ListenerSide.Nodes);
                    });
                }
            }
        }

        kestrel.ListenUnixSocket(Path.GetFullPath(settings.Admin.Socket), listener =>
        {
            new ConnectionGate(settings.Admin.MaxConnections, settings.Admin.MaxConnections).Guard(listener);
            listener.For(ListenerSide.Admin);
        });
        if (settings.Admin.Address is { } address && tls is not null)
        {
            kestrel.Listen(address, listener =>
            {
                new ConnectionGate(settings.Admin.MaxConnections, settings.Admin.MaxConnectionsPerPeer).Guard(listener);
                listener.UseHttps(Tls(settings, tls));
                listener.For(ListenerSide.Admin).Use(next => connection =>
                {
                    connection.Features.Set(new TokenWanted());
                    return next(connection);
                });
            });
        }
    }

    /// <summary>Each connection is shown the certificate of its moment.</summary>
    private static TlsHandshakeCallbackOptions Tls(DaemonSettings settings, AdminTls tls, CipherSuitesPolicy? suites = null) => new()
    {
        HandshakeTimeout = settings.Admin.HandshakeWithin,
        OnConnection = _ => ValueTask.FromResult(
            new SslServerAuthenticationOptions { ServerCertificateContext = tls.Context, CipherSuitesPolicy = suites }),
    };
}

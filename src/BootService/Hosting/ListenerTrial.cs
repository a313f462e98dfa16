using System.Net;
using System.Net.Sockets;
using BootService.Admin;
using BootService.Core.Networks;
using BootService.Http;
using BootService.Net;

namespace BootService.Hosting;

/// <summary>Whether the TCP listeners can be opened, asked before anything of the daemon has begun.</summary>
internal static class ListenerTrial
{
    /// <summary>Why nodes cannot be served over HTTP, or HTTP over TLS, at an address; null when they can, or are not to be.</summary>
    /// <param name="settings">The settings.</param>
    /// <param name="frontend">The address.</param>
    /// <param name="sockets">What was left open by the daemon before.</param>
    public static string? WhyNoHttp(HttpSettings settings, Frontend frontend, SocketStore sockets) => !settings.Enabled
        ? null
        : WhyNot("Http:Port", settings.Port, frontend, sockets) ?? WhyNot("Http:TlsPort", settings.TlsPort, frontend, sockets);

    private static string? WhyNot(string key, int port, Frontend frontend, SocketStore sockets)
    {
        var at = new IPEndPoint(IPAddress.Parse(frontend.Address.ToString()), port);
        if (port == 0 || sockets.Has(at) || Refused(at) is not { } refused)
        {
            return null;
        }

        return refused.SocketErrorCode is SocketError.AccessDenied
            ? $"port {port} may not be opened by this user; run as root or through systemd, or set {key}"
            : $"port {port} on {frontend.Address} cannot be opened ({refused.Message.TrimEnd('.')}); stop the web server that has it (\"ss "
                + $"-ltnp sport = :{port}\" names it) or set {key}";
    }

    /// <summary>Which of the daemon's own ports are one and the same at the addresses of its boot interfaces; null when each has its own.</summary>
    /// <param name="settings">The settings.</param>
    /// <param name="frontend">The boot interfaces.</param>
    public static string? WhyNotEach(DaemonSettings settings, Frontend frontend) =>
        OwnPorts.Alike(settings, [.. frontend.All.Select(link => IPAddress.Parse(link.Address.ToString()))]).FirstOrDefault();

    /// <summary>Why the dashboard and the API cannot be served at their address; null when they can, or are not to be.</summary>
    /// <param name="settings">The settings of the admin's side.</param>
    public static string? WhyNoAdmin(AdminSettings settings) =>
        settings.Address is not { } at || Refused(at) is not { } refused ? null : refused.SocketErrorCode switch
        {
            SocketError.AddressNotAvailable =>
                $"Admin:Listen is {at}, and this machine has no address {at.Address}: set it to one that it has, or to 0.0.0.0:{at.Port} for all of them",
            SocketError.AccessDenied => $"port {at.Port} of Admin:Listen may not be opened by this user; run as root or through systemd, or set another port",
            SocketError.AddressAlreadyInUse =>
                $"port {at.Port} of Admin:Listen is in use by another program; stop it (\"ss -ltnp sport = :{at.Port}\" names it), or set another port",
            _ => $"Admin:Listen is {at}, which cannot be listened at ({refused.Message.TrimEnd('.')}): set it to another address",
        };

    private static SocketException? Refused(IPEndPoint at)
    {
        using var probe = new Socket(at.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            probe.Bind(at);
            probe.Listen();
            return null;
        }
        catch (SocketException refused)
        {
            return refused;
        }
    }
}

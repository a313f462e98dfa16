using System.Net;
using BootService.Core.Networks;
using BootService.Settings;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace BootService.Hosting;

/// <summary>The HTTP listeners: nodes on the boot interface's address, admins on the Unix socket.</summary>
internal static class Listeners
{
    private const long LargestNodeBody = 64 << 10;

    public static void Configure(KestrelServerOptions kestrel, DaemonSettings settings, Frontend frontend)
    {
        kestrel.AddServerHeader = false;
        kestrel.AllowSynchronousIO = false;
        kestrel.Limits.MaxRequestBodySize = LargestNodeBody;
        kestrel.Limits.MaxRequestHeadersTotalSize = 64 << 10;
        kestrel.Limits.RequestHeadersTimeout = TimeSpan.FromSeconds(15);
        if (settings.Http.Enabled)
        {
            kestrel.Listen(IPAddress.Parse(frontend.Address.ToString()), settings.Http.Port, listener =>
            {
                listener.Protocols = HttpProtocols.Http1;
                listener.For(ListenerSide.Nodes);
            });
        }

        kestrel.ListenUnixSocket(Path.GetFullPath(settings.Admin.Socket), listener => listener.For(ListenerSide.Admin));
    }
}

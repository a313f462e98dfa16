using System.Net;
using BootService.Core.Networks;
using BootService.Http;
using BootService.Http.Transport;
using BootService.Settings;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace BootService.Hosting;

/// <summary>The HTTP listeners: nodes on the boot interface's address, admins on the Unix socket.</summary>
internal static class Listeners
{
    private const long LargestNodeBody = 64 << 10;

    public static void Configure(KestrelServerOptions kestrel, DaemonSettings settings, Frontend frontend, NodeConnections nodes)
    {
        nodes.Use(kestrel);
        kestrel.Limits.MaxRequestBodySize = LargestNodeBody;
        if (settings.Http.Enabled)
        {
            kestrel.Listen(new NodeEndPoint(IPAddress.Parse(frontend.Address.ToString()), settings.Http.Port), listener =>
            {
                nodes.Use(listener);
                listener.For(ListenerSide.Nodes);
            });
        }

        kestrel.ListenUnixSocket(Path.GetFullPath(settings.Admin.Socket), listener => listener.For(ListenerSide.Admin));
    }
}

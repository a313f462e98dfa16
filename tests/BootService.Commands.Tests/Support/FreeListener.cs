using System.Net;
using System.Net.Sockets;

namespace BootService.Commands.Tests.Support;

/// <summary>
/// An HTTP listener on a free port: it cannot choose one itself, and whoever runs beside us may take the one that was found free; then another is found.
/// </summary>
internal static class FreeListener
{
    /// <param name="everyHost">Whether it answers for every host name, as a proxy does.</param>
    public static (HttpListener Listener, string Url) Open(bool everyHost = false)
    {
        for (var tries = 1; ; tries++)
        {
            string url;
            using (var probe = new TcpListener(IPAddress.Loopback, 0))
            {
                probe.Start();
                url = $"http://127.0.0.1:{((IPEndPoint)probe.LocalEndpoint).Port}/";
            }

            var listener = new HttpListener();
            listener.Prefixes.Add(everyHost ? url.Replace("127.0.0.1", "*", StringComparison.Ordinal) : url);
            try
            {
                listener.Start();
                return (listener, url);
            }
            catch (HttpListenerException) when (tries < 20)
            {
                listener.Close();
            }
        }
    }
}

using System.Net;
using System.Net.Sockets;

namespace BootService.Commands.Tests.Support;

/// <summary>
/// An HTTP listener on a free port: it cannot choose one itself, and whoever runs beside us may take the one that was found free; then another is found.
/// </summary>
internal sealed class FreeListener : IDisposable
{
    private readonly CancellationTokenSource _closed = new();
    private readonly HttpListener _listener;

    /// <param name="everyHost">Whether it answers for every host name, as a proxy does.</param>
    public FreeListener(bool everyHost = false) => (_listener, Url) = Open(everyHost);

    /// <summary>Where it listens, with a slash at its end.</summary>
    public string Url { get; }

    /// <summary>Waits for a request.</summary>
    /// <returns>The request; null once the listener is closed.</returns>
    public async Task<HttpListenerContext?> NextAsync()
    {
        try
        {
            // A question that begins while the listener closes is never answered by it.
            return await _listener.GetContextAsync().WaitAsync(_closed.Token);
        }
        catch (Exception closed) when (closed is HttpListenerException or ObjectDisposedException or InvalidOperationException or OperationCanceledException)
        {
            return null;
        }
    }

    /// <summary>Closes it; whoever waits for a request is told so.</summary>
    public void Dispose()
    {
        _listener.Close();
        _closed.Cancel();
    }

    private static (HttpListener Listener, string Url) Open(bool everyHost)
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

using BootService.Doors;

namespace BootService.Board;

/// <summary>The streams of events that are open: each has a queue and a task of ours for as long as it lasts, so there is an end to them.</summary>
/// <param name="most">How many there may be.</param>
/// <param name="mostPerPeer">How many of one address.</param>
internal sealed class EventStreams(int most, int mostPerPeer)
{
    private readonly ConnectionGate _gate = new(most, mostPerPeer);

    /// <summary>Lets a request have a stream until its end; false, and when to come again, where there are too many.</summary>
    public bool TryEnter(HttpContext context)
    {
        var peer = ConnectionGate.Plain(context.Connection.RemoteIpAddress);
        if (_gate.TryEnter(peer))
        {
            context.Response.RegisterForDispose(new Leaving(() => _gate.Leave(peer)));
            return true;
        }

        context.Response.Headers.RetryAfter = "10";
        return false;
    }

    private sealed class Leaving(Action leave) : IDisposable
    {
        public void Dispose() => leave();
    }
}

using BootService.Net;

namespace BootService.Tftp;

/// <summary>One thread with one socket for requests and one for all transfers: fetch a batch, handle it, send what came of it.</summary>
internal sealed partial class TftpWorker : IDisposable
{
    private const int RequestSocket = 0;
    private const int TransferSocket = 1;

    private readonly IDatagramSocket _requests;
    private readonly IDatagramSocket _transfers;
    private readonly TftpEngine _engine;
    private readonly TimeProvider _time;
    private readonly ILogger _log;
    private readonly DatagramPoller _poller;
    private readonly Thread _thread;
    private volatile bool _stopping;

    /// <summary>Takes over two bound sockets and an engine that answers through the second.</summary>
    public TftpWorker(IDatagramSocket requests, IDatagramSocket transfers, TftpEngine engine, TimeProvider time, ILogger log)
    {
        _requests = requests;
        _transfers = transfers;
        _engine = engine;
        _time = time;
        _log = log;
        _poller = new DatagramPoller(requests, transfers);
        _thread = new Thread(Run) { Name = "tftp", IsBackground = true };
    }

    /// <summary>The socket requests come in on.</summary>
    public IDatagramSocket Requests => _requests;

    /// <summary>The socket transfers run over.</summary>
    public IDatagramSocket Transfers => _transfers;

    /// <summary>Starts the thread.</summary>
    public void Start() => _thread.Start();

    /// <summary>Ends the thread, its transfers and its sockets.</summary>
    public void Dispose()
    {
        _stopping = true;
        _poller.Wake();
        if (_thread.IsAlive)
        {
            _thread.Join();
        }

        _poller.Dispose();
        _requests.Dispose();
        _transfers.Dispose();
    }

    private void Run()
    {
        while (!_stopping)
        {
            _poller.Wait(_engine.Open == 0 ? -1 : TftpTimers.TickLength);
            Turn();
        }

        _engine.Stop(Now());
    }

    /// <summary>Acknowledgements first: who is being served is finished before others are let in.</summary>
    private void Turn()
    {
        var now = Now();
        if (_poller.IsReady(TransferSocket))
        {
            var count = _transfers.Receive();
            for (var index = 0; index < count; index++)
            {
                Guard(_transfers.Received(index), now, static (engine, datagram, now) => engine.HandleTransfer(datagram, now));
            }
        }

        if (_poller.IsReady(RequestSocket))
        {
            var count = _requests.Receive();
            for (var index = 0; index < count; index++)
            {
                Guard(_requests.Received(index), now, static (engine, datagram, now) => engine.HandleRequest(datagram, now));
            }
        }

        _engine.Advance(now);
        _engine.Flush();
    }

    /// <summary>One datagram that meets a defect of ours ends there: everybody else goes on.</summary>
    private void Guard(ReceivedDatagram datagram, long now, Handler handle)
    {
        try
        {
            handle(_engine, datagram, now);
        }
        catch (Exception broken) when (broken is not OutOfMemoryException)
        {
            LogBroken(datagram.Peer, broken);
        }
    }

    private long Now() => (long)_time.GetElapsedTime(0).TotalMilliseconds;

    private delegate void Handler(TftpEngine engine, ReceivedDatagram datagram, long now);

    [LoggerMessage(EventId = 203, Level = LogLevel.Error, Message = "A datagram from {Peer} could not be handled")]
    private partial void LogBroken(UdpPeer peer, Exception broken);
}

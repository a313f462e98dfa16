using System.Text;
using BootService.Net;
using BootService.Protocols.Net;
using BootService.Protocols.Tftp;

namespace BootService.Tests.Tftp;

/// <summary>A client on a socket of its own that acknowledges what it gets and never repeats itself.</summary>
internal static class SocketReader
{
    /// <summary>Reads a file to its end.</summary>
    /// <exception cref="TimeoutException">The server said nothing for a minute.</exception>
    public static byte[] Read(UdpPeer server, string name, TftpOptions options)
    {
        using var socket = DatagramSockets.Open(new DatagramSocketOptions { Address = Ipv4.Parse("127.0.0.1"), ReceiveSize = 2048 });
        using var poller = new DatagramPoller(socket);
        var reader = new TftpReader(socket.Local);
        socket.Commit(TftpWriter.ReadRequest(socket.Reserve(), Encoding.ASCII.GetBytes(name), TftpMode.Octet, options), server);
        socket.Flush();
        while (!reader.Done)
        {
            if (!poller.Wait(60_000))
            {
                throw new TimeoutException("the server fell silent");
            }

            var count = socket.Receive();
            for (var index = 0; index < count; index++)
            {
                if (reader.Take(socket.Received(index).Payload) is { } block)
                {
                    socket.Commit(TftpWriter.Acknowledge(socket.Reserve(), block), socket.Received(index).Peer);
                }
            }

            socket.Flush();
        }

        return reader.Content;
    }
}

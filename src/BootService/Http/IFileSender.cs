using System.IO.Pipelines;
using Microsoft.Win32.SafeHandles;

namespace BootService.Http;

/// <summary>A connection that can send a file without its bytes passing through the process. Absent on connections that cannot.</summary>
internal interface IFileSender
{
    /// <summary>Says before the response starts that a file follows its headers, so that both share a packet.</summary>
    void Announce();

    /// <summary>Sends a stretch of a file; the headers must have been flushed.</summary>
    /// <param name="file">The open file.</param>
    /// <param name="offset">First byte.</param>
    /// <param name="count">Bytes, all of which must be there.</param>
    /// <returns>False when the file ended early or the peer is gone or too slow: the connection is then of no more use.</returns>
    ValueTask<bool> SendAsync(SafeFileHandle file, long offset, long count);

    /// <summary>
    /// Tells the server's accounting of the response that <paramref name="count"/> bytes of its body have been sent, so that the connection can go on.
    /// </summary>
    void Account(PipeWriter body, long count);
}

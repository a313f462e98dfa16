using BootService.Core;

namespace BootService.Media.Mirrors;

/// <summary>Tries again after what passes by itself: a connection that breaks, a server that is busy or says nothing.</summary>
/// <param name="time">The clock of the pauses.</param>
internal sealed class WebPersistence(TimeProvider time)
{
    /// <summary>How long a server may say nothing.</summary>
    public static readonly TimeSpan Silence = TimeSpan.FromSeconds(60);

    /// <summary>What a server must send in that time to count as one that says something: a word a second keeps nobody waiting for ever.</summary>
    public const int LeastBytes = 32 << 10;

    private const int Attempts = 4;
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(2);

    /// <summary>Takes what a server sent into account: once it was enough, its time begins anew.</summary>
    /// <param name="silence">What ends the work when the server is silent.</param>
    /// <param name="heard">What was sent since its time began; 0 at the start.</param>
    /// <param name="bytes">What came now.</param>
    public static void Hear(CancellationTokenSource silence, ref int heard, int bytes)
    {
        heard += bytes;
        if (heard >= LeastBytes)
        {
            heard = 0;
            silence.CancelAfter(Silence);
        }
    }

    /// <summary>Does a work until it is done or some tries failed.</summary>
    /// <param name="address">What it is about, for the sentence.</param>
    /// <param name="work">The work; given what ends it when the server is silent, to be set anew whenever the server says something.</param>
    /// <param name="cancel">Stops it.</param>
    /// <exception cref="RefusedException">It cannot be done; the sentence names the address and why.</exception>
    public async Task<T> RunAsync<T>(Uri address, Func<CancellationTokenSource, Task<T>> work, CancellationToken cancel)
    {
        for (var attempt = 1; ; attempt++)
        {
            using var silence = CancellationTokenSource.CreateLinkedTokenSource(cancel);
            silence.CancelAfter(Silence);
            string why;
            try
            {
                return await work(silence);
            }
            catch (HttpRequestException fault) when (fault.InnerException is RefusedException refused)
            {
                throw new RefusedException($"{address} cannot be fetched: {refused.Message}");
            }
            catch (HttpRequestException fault)
            {
                why = (fault.InnerException ?? fault).Message.TrimEnd('.');
            }
            catch (HttpIOException fault)
            {
                why = fault.Message.TrimEnd('.');
            }
            catch (IOException fault) when (fault.InnerException is System.Net.Sockets.SocketException)
            {
                why = fault.InnerException.Message.TrimEnd('.');
            }
            catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
            {
                why = $"no answer for {Silence.TotalSeconds} seconds, or less than {LeastBytes >> 10} KB in them";
            }

            if (attempt == Attempts)
            {
                throw new RefusedException($"{address} cannot be fetched: {why}");
            }

            // The first time at once: most servers only closed a connection they held open for long.
            if (attempt > 1)
            {
                await Task.Delay(Pause * attempt, time, cancel);
            }
        }
    }
}

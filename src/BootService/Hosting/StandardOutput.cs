using BootService.Platform.Programs;

namespace BootService.Hosting;

/// <summary>What was to be said on standard output could not be written there.</summary>
internal sealed class UnwrittenException(IOException why) : Exception(why.Message, why);

/// <summary>Where errands such as <c>--check</c> answer.</summary>
internal static class StandardOutput
{
    /// <summary>Writes a line.</summary>
    /// <exception cref="ReaderGoneException">Nobody reads any more.</exception>
    /// <exception cref="UnwrittenException">It cannot be written.</exception>
    public static void Say(string line)
    {
        try
        {
            StandardStream.WriteLine(1, line);
        }
        catch (IOException fault) when (fault is not ReaderGoneException)
        {
            throw new UnwrittenException(fault);
        }
    }
}

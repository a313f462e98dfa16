namespace BootService.Lab.Processes;

/// <summary>Waits for what cannot announce itself, by asking again.</summary>
public static class Poll
{
    /// <summary>Asks <paramref name="question"/> until it says yes.</summary>
    /// <param name="what">What is waited for, for the sentence when it does not come.</param>
    /// <param name="within">How long to ask.</param>
    /// <param name="question">Asked at once, then again and again.</param>
    /// <param name="time">Clock of the wait.</param>
    /// <param name="every">How often it is asked; twice a second when null. What takes an hour is asked less often: the questions would slow it down.</param>
    /// <exception cref="LabException">The time is over.</exception>
    public static async Task UntilAsync(string what, TimeSpan within, Func<Task<bool>> question, TimeProvider? time = null, TimeSpan? every = null)
    {
        var clock = time ?? TimeProvider.System;
        var begun = clock.GetTimestamp();
        using var timer = new PeriodicTimer(every ?? TimeSpan.FromMilliseconds(500), clock);
        while (!await question())
        {
            if (clock.GetElapsedTime(begun) >= within)
            {
                throw new LabException($"{what} did not happen within {within.TotalSeconds:0} s");
            }

            await timer.WaitForNextTickAsync();
        }
    }

    /// <summary>Asks until an answer has <paramref name="words"/> in it; the sentence when they do not come has the last answer.</summary>
    /// <param name="within">How long to ask.</param>
    /// <param name="words">What is waited for.</param>
    /// <param name="question">Asked at once, then again and again.</param>
    /// <exception cref="LabException">The time is over.</exception>
    public static async Task UntilSaidAsync(TimeSpan within, string words, Func<Task<string>> question)
    {
        var last = string.Empty;
        try
        {
            await UntilAsync($"\"{words}\"", within, async () => (last = await question()).Contains(words, StringComparison.Ordinal));
        }
        catch (LabException fault)
        {
            throw new LabException($"{fault.Message}; the last answer was: {last.Trim()}");
        }
    }
}

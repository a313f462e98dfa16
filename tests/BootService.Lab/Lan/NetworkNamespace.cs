namespace BootService.Lab.Lan;

/// <summary>Work done inside a network namespace, whose sockets stay there whoever uses them later.</summary>
public static class NetworkNamespace
{
    /// <summary>Runs <paramref name="work"/> on a thread of its own that has entered <paramref name="name"/>; the thread ends with it.</summary>
    /// <param name="name">As <c>ip netns list</c> shows it.</param>
    /// <param name="work">Opens sockets; must not await.</param>
    /// <exception cref="LabException">There is no such namespace, or the caller may not enter it.</exception>
    public static T Run<T>(string name, Func<T> work) => RunAsync(name, work).GetAwaiter().GetResult();

    /// <summary>The same, while the caller does something else.</summary>
    public static Task<T> RunAsync<T>(string name, Func<T> work)
    {
        var outcome = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        var thread = new Thread(() =>
        {
            try
            {
                using var handle = File.OpenHandle($"/run/netns/{name}");
                if (Native.SetNamespace(handle, Native.CloneNewNet) != 0)
                {
                    throw new LabException($"the network namespace {name} cannot be entered: this needs root");
                }

                outcome.SetResult(work());
            }
            catch (Exception failure)
            {
                outcome.SetException(failure);
            }
        });
        thread.Start();
        return outcome.Task;
    }
}

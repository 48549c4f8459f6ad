import numpy as np, sys
d=sys.argv[1]
x=np.arange(6,dtype='<f4').reshape(2,3)/4
np.save(d+'/v1.npy',x)
with open(d+'/v2.npy','wb') as f: np.lib.format.write_array(f,np.arange(-3,3,dtype='<i8'),version=(2,0))
with open(d+'/v3.npy','wb') as f: np.lib.format.write_array(f,np.array(1.5,dtype='<f2'),version=(3,0))
np.save(d+'/fortran.npy',np.asfortranarray(x))
np.save(d+'/object.npy',np.array([1,'a'],dtype=object))
np.savez(d+'/stored.npz',image=x,mask=np.array([True,False]))
np.savez_compressed(d+'/deflated.npz',image=x,mask=np.array([True,False]))
print(np.__version__)
